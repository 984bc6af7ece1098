import { Typography, type TypographyProps } from '@mui/material';

/** Small grey words below or beside something. */
export function Caption(props: TypographyProps) {
  return <Typography variant="caption" color="textSecondary" {...props} />;
}

/** Grey words that explain something. */
export function Muted(props: TypographyProps) {
  return <Typography variant="body2" color="textSecondary" {...props} />;
}

/** What a card or a line is about. */
export function Strong({ sx, ...props }: TypographyProps) {
  return <Typography sx={[{ fontWeight: 600 }, ...[sx ?? []].flat()]} {...props} />;
}

/** Several small facts in one line; those that are empty are left out. */
export function dotted(facts: readonly (string | number | null | undefined | false)[]): string {
  return facts.filter((fact) => fact !== '' && fact !== null && fact !== undefined && fact !== false).join(' · ');
}

import { Typography, type TypographyProps } from '@mui/material';

/** An amount or another number, whose digits are of one width. */
export function Figures(props: TypographyProps) {
  return <Typography className="figures" {...props} />;
}

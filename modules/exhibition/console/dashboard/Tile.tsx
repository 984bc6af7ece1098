import { Card, Skeleton, Typography } from '@mui/material';

/** One figure of the day. `strong` sets the one that matters most apart. */
export function Tile({
  label,
  value,
  note,
  strong,
}: {
  label: string;
  value?: string;
  note?: string;
  strong?: boolean;
}) {
  return (
    <Card
      sx={{
        p: { xs: 2, md: 2.5 },
        ...(strong && { bgcolor: 'primary.main', color: 'primary.contrastText', borderColor: 'primary.main' }),
      }}
    >
      <Typography variant="body2" sx={{ opacity: strong ? 0.85 : 1 }} color={strong ? 'inherit' : 'textSecondary'}>
        {label}
      </Typography>
      <Typography
        className="figures"
        sx={{
          fontSize: { xs: '1.35rem', md: '1.75rem' },
          fontWeight: 680,
          letterSpacing: '-0.02em',
          mt: 0.5,
          lineHeight: 1.2,
        }}
      >
        {value ?? <Skeleton width="60%" />}
      </Typography>
      {note && <Typography variant="caption">{note}</Typography>}
    </Card>
  );
}

import { Card, CardActionArea, Skeleton, Typography } from '@mui/material';
import type { ReactNode } from 'react';
import { Link } from 'react-router-dom';

type Props = {
  label: string;
  /** Absent while it loads. */
  value?: string;
  note?: ReactNode;
  /** Highlights the most important one. */
  strong?: boolean;
  /** The page with the things that the number counts. */
  to?: string;
  /** by which tests find the value */
  testId?: string;
};

/** One number of a dashboard. */
export function Tile({ label, value, note, strong, to, testId }: Props) {
  const padding = { p: { xs: 2, md: 2.5 } };
  const inside = (
    <>
      <Typography variant="body2" sx={{ opacity: strong ? 0.85 : 1 }} color={strong ? 'inherit' : 'textSecondary'}>
        {label}
      </Typography>
      <Typography
        className="figures"
        data-testid={testId}
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
      {note && (
        <Typography variant="caption" component="div">
          {note}
        </Typography>
      )}
    </>
  );
  const colours = strong && { bgcolor: 'primary.main', color: 'primary.contrastText', borderColor: 'primary.main' };
  if (!to) return <Card sx={{ ...padding, ...colours }}>{inside}</Card>;
  return (
    <Card sx={{ ...colours }}>
      <CardActionArea component={Link} to={to} sx={{ ...padding, height: '100%' }}>
        {inside}
      </CardActionArea>
    </Card>
  );
}

import { Skeleton, Stack, Typography } from '@mui/material';
import type { ReactNode } from 'react';
import { ShareBar } from './ShareBar.tsx';

type Row = { key: string; name: ReactNode; text: ReactNode; weight: number };

/** Bars of which the largest is whole; `none` stands for an empty list, and a skeleton for one that is not there yet. */
export function ShareList({ rows, none }: { rows: Row[] | undefined; none: ReactNode }) {
  if (!rows) return <Skeleton variant="rounded" height={120} />;
  const most = Math.max(0, ...rows.map(({ weight }) => weight));
  return (
    <Stack sx={{ gap: 2 }}>
      {rows.map(({ key, name, text, weight }) => (
        <ShareBar key={key} name={name} text={text} part={most > 0 ? Math.max(0, weight) / most : 0} />
      ))}
      {rows.length === 0 && <Typography color="textSecondary">{none}</Typography>}
    </Stack>
  );
}

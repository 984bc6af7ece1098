import { Stack } from '@mui/material';
import type { ReactNode } from 'react';
import { Caption, dotted, Strong } from './words.tsx';

type Props = {
  title: ReactNode;
  /** the small line below the title; facts in a list are separated by dots, empty ones are left out */
  note?: ReactNode | (string | null | undefined | false)[];
  /** beside the title: a state, an amount, a button */
  right?: ReactNode;
  /** below all of it */
  children?: ReactNode;
};

/** A row of a list on a phone. */
export function RowCard({ title, note, right, children }: Props) {
  const small = Array.isArray(note) ? dotted(note) : note;
  return (
    <Stack sx={{ gap: 0.75 }}>
      <Stack direction="row" sx={{ justifyContent: 'space-between', alignItems: 'flex-start', gap: 1 }}>
        <Stack sx={{ minWidth: 0, overflowWrap: 'anywhere' }}>
          <Strong component="div">{title}</Strong>
          {small && <Caption component="div">{small}</Caption>}
        </Stack>
        {right}
      </Stack>
      {children}
    </Stack>
  );
}

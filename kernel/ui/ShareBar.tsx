import { Box, Typography } from '@mui/material';
import type { ReactNode } from 'react';

/** A named number and its share of the whole, between 0 and 1, as a bar below it. */
export function ShareBar({ name, text, part }: { name: ReactNode; text: ReactNode; part: number }) {
  return (
    <Box>
      <Box sx={{ display: 'flex', justifyContent: 'space-between', gap: 1 }}>
        <Typography variant="body2" noWrap>
          {name}
        </Typography>
        <Typography variant="body2" className="figures" sx={{ fontWeight: 600, whiteSpace: 'nowrap' }}>
          {text}
        </Typography>
      </Box>
      <Box sx={{ height: 6, borderRadius: 3, bgcolor: 'action.hover', mt: 0.5, overflow: 'hidden' }}>
        <Box sx={{ height: 1, borderRadius: 3, bgcolor: 'primary.main', width: `${Math.min(1, part) * 100}%` }} />
      </Box>
    </Box>
  );
}

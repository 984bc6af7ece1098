import { Box, Typography } from '@mui/material';
import type { ReactNode } from 'react';

/** A part of a payment's facts, with its title. */
export function Section({ title, children }: { title: ReactNode; children: ReactNode }) {
  return (
    <Box component="section">
      <Typography variant="caption" color="textSecondary" component="h2" sx={{ mb: 0.5, fontWeight: 600 }}>
        {title}
      </Typography>
      {children}
    </Box>
  );
}

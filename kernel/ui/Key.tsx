import { Box, Typography } from '@mui/material';
import type { ReactNode } from 'react';

const TOUCH = '(pointer: coarse)';

/** A keyboard key, drawn as one; hidden on touch screens. */
export function Key({ children }: { children: string | number }) {
  return (
    <Box
      component="kbd"
      aria-hidden
      sx={{
        fontFamily: 'inherit',
        // Inside a button it would be as large as an icon.
        '&&': { fontSize: '0.75rem' },
        fontWeight: 600,
        lineHeight: '18px',
        minWidth: 20,
        px: 0.5,
        textAlign: 'center',
        borderRadius: 1,
        border: 1,
        borderColor: 'currentColor',
        opacity: 0.85,
        [`@media ${TOUCH}`]: { display: 'none' },
      }}
    >
      {children}
    </Box>
  );
}

/** A line about keys; hidden on touch screens and where there is no space for it. */
export function KeysNote({ children }: { children: ReactNode }) {
  return (
    <Typography
      variant="caption"
      color="textSecondary"
      sx={({ breakpoints }) => ({
        display: 'block',
        mt: 0.75,
        [`${breakpoints.down('md')}, ${TOUCH}`]: { display: 'none' },
      })}
    >
      {children}
    </Typography>
  );
}

import { Box, Card, Stack, Typography } from '@mui/material';
import type { SxProps, Theme } from '@mui/material/styles';
import type { ReactNode } from 'react';

type Props = { title?: ReactNode; actions?: ReactNode; children: ReactNode; padded?: boolean; sx?: SxProps<Theme> };

/** A titled card. With `padded={false}` a table or list fills it to the edges. */
export function Panel({ title, actions, children, padded = true, sx }: Props) {
  return (
    <Card sx={sx}>
      {(title || actions) && (
        <Stack
          direction="row"
          sx={{ alignItems: 'center', justifyContent: 'space-between', gap: 1, px: 2.5, pt: 2, pb: padded ? 0 : 1.5 }}
        >
          <Typography variant="h3" component="h2">
            {title}
          </Typography>
          {actions}
        </Stack>
      )}
      <Box sx={padded ? { p: 2.5 } : undefined}>{children}</Box>
    </Card>
  );
}

/** A label above its value. */
export function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <Box sx={{ minWidth: 0 }}>
      <Typography variant="caption" color="textSecondary" component="div">
        {label}
      </Typography>
      <Typography variant="body2" component="div" sx={{ overflowWrap: 'anywhere' }}>
        {children}
      </Typography>
    </Box>
  );
}

import CloseIcon from '@mui/icons-material/Close';
import { Box, Card, IconButton, Stack, Typography } from '@mui/material';
import type { ReactNode } from 'react';
import { useListContext, useTranslate } from 'react-admin';

/** Appears when rows are selected: their number, the actions for them, and a button to clear the selection. */
export function SelectionBar({ children }: { children: (ids: string[], done: () => void) => ReactNode }) {
  const translate = useTranslate();
  const { selectedIds, onUnselectItems } = useListContext();
  if (selectedIds.length === 0) return null;
  return (
    <Card
      sx={({ palette }) => ({
        // The tint is half transparent, so it needs a background; otherwise rows would show through.
        backgroundImage: `linear-gradient(${palette.action.selected}, ${palette.action.selected})`,
        position: 'sticky',
        top: 8,
        zIndex: 4,
      })}
    >
      <Stack direction="row" sx={{ alignItems: 'center', gap: 1.5, px: 1.5, py: 0.75, flexWrap: 'wrap' }}>
        <IconButton size="small" onClick={() => onUnselectItems()} aria-label={translate('ra.action.unselect')}>
          <CloseIcon fontSize="small" />
        </IconButton>
        <Typography variant="body2" sx={{ fontWeight: 600 }}>
          {translate('console.list.selected', { smart_count: selectedIds.length })}
        </Typography>
        <Box sx={{ flex: 1 }} />
        {children(selectedIds.map(String), () => onUnselectItems())}
      </Stack>
    </Card>
  );
}

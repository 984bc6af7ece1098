import CloseIcon from '@mui/icons-material/Close';
import { Box, Card, IconButton, Stack, Typography } from '@mui/material';
import type { ReactNode } from 'react';
import { useListContext, useTranslate } from 'react-admin';

/** Appears when rows are selected: how many, what can be done with them, and the way out. */
export function SelectionBar({ children }: { children: (ids: string[], done: () => void) => ReactNode }) {
  const translate = useTranslate();
  const { selectedIds, onUnselectItems } = useListContext();
  if (selectedIds.length === 0) return null;
  return (
    <Card
      sx={({ palette }) => ({
        // The tint lies over the paper: by itself it is half transparent, and rows would shine through.
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

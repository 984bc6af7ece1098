import CloseIcon from '@mui/icons-material/Close';
import { Box, Button, Card, IconButton, Stack, Typography } from '@mui/material';
import { useListContext, useTranslate } from 'react-admin';
import type { ResourceListProps } from './list-props.ts';
import { useAllThatMatch } from './useAllThatMatch.ts';

type Props = {
  /** its name for actions on all that match; without it only rows can be chosen */
  list: string | undefined;
  // biome-ignore lint/suspicious/noExplicitAny: the bar doesn't look at rows
  children: NonNullable<ResourceListProps<any>['bulk']>;
};

/** Appears when rows are selected: their number, the actions for them, and a button to clear the selection. */
export function SelectionBar({ list, children }: Props) {
  const translate = useTranslate();
  const { selectedIds, onUnselectItems, data, page, hasNextPage } = useListContext();
  const { all, busy, choose, clear } = useAllThatMatch(list);
  if (selectedIds.length === 0) return null;
  const wholePage = Boolean(data?.every(({ id }) => selectedIds.includes(id)));
  const more = list !== undefined && !all && wholePage && (hasNextPage || (page ?? 1) > 1);
  const done = () => {
    clear();
    onUnselectItems();
  };
  const chosen = all
    ? translate('console.list.all_selected', { smart_count: all.count })
    : translate('console.list.selected', { smart_count: selectedIds.length });
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
        <IconButton size="small" onClick={done} aria-label={translate('ra.action.unselect')}>
          <CloseIcon fontSize="small" />
        </IconButton>
        <Typography variant="body2" sx={{ fontWeight: 600 }} role="status">
          {chosen}
        </Typography>
        {more && (
          <Button size="small" disabled={busy} onClick={() => void choose()}>
            {translate('console.list.choose_all')}
          </Button>
        )}
        <Box sx={{ flex: 1 }} />
        {children(selectedIds.map(String), done, all)}
      </Stack>
    </Card>
  );
}

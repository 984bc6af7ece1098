import { Box, Card, CardActionArea, Checkbox, Skeleton, Stack } from '@mui/material';
import { type RaRecord, useListContext, useTranslate } from 'react-admin';
import { Link } from 'react-router-dom';
import type { ResourceListProps } from './list-props.ts';
import { ROW } from './row-keys.ts';

/** A list on a phone: one card per row; the whole card is the link. */
export function ListCards<T extends RaRecord>({ card, href, onChoose, bulk, keyOf }: ResourceListProps<T>) {
  const translate = useTranslate();
  const list = useListContext<T>();
  if (list.isPending) {
    return (
      <Stack sx={{ gap: 1 }}>
        {['a', 'b', 'c', 'd', 'e'].map((key) => (
          <Skeleton key={key} variant="rounded" height={84} sx={{ borderRadius: 3 }} />
        ))}
      </Stack>
    );
  }
  return (
    <Stack sx={{ gap: 1 }}>
      {(list.data ?? []).map((row) => {
        const body = <Box sx={{ p: 1.75, minWidth: 0, flex: 1 }}>{card(row)}</Box>;
        return (
          <Card key={keyOf?.(row) ?? row.id} sx={{ display: 'flex', alignItems: 'stretch' }}>
            {bulk && (
              <Checkbox
                sx={{ alignSelf: 'center', ml: 0.5 }}
                checked={list.selectedIds.includes(row.id)}
                onChange={() => list.onToggleItem(row.id)}
                slotProps={{ input: { 'aria-label': translate('ra.action.select_row') } }}
              />
            )}
            {href ? (
              <CardActionArea className={ROW} component={Link} to={href(row)} sx={{ minWidth: 0 }}>
                {body}
              </CardActionArea>
            ) : onChoose ? (
              <CardActionArea className={ROW} onClick={() => onChoose(row)} sx={{ minWidth: 0 }}>
                {body}
              </CardActionArea>
            ) : (
              body
            )}
          </Card>
        );
      })}
    </Stack>
  );
}

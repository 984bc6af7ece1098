import { Box, List, Skeleton } from '@mui/material';
import { useTranslate } from 'react-admin';
import { LoadingBar, MoreButton } from '../../../ui/index.ts';
import type { Waiting } from '../types.ts';
import { QueueRow } from './QueueRow.tsx';
import type { useQueue } from './useQueue.ts';

type Props = {
  query: ReturnType<typeof useQueue>['query'];
  items: Waiting[];
  chosenId: string | null;
  selected: string[];
  onSelect: ((id: string) => void) | null;
  onOpen: (id: string) => void;
};

export function Queue({ query, items, chosenId, selected, onSelect, onOpen }: Props) {
  const translate = useTranslate();
  return (
    <Box sx={{ overflowY: 'auto', flex: 1, minHeight: 0 }}>
      <LoadingBar on={query.isPlaceholderData} />
      {query.isPending ? (
        ['a', 'b', 'c', 'd', 'e', 'f'].map((key) => <Skeleton key={key} variant="rounded" height={60} sx={{ m: 1 }} />)
      ) : (
        <List disablePadding aria-label={translate('console.payments.desk.queue')}>
          {items.map((item) => (
            <QueueRow
              key={item.id}
              item={item}
              current={item.id === chosenId}
              selected={selected.includes(item.id)}
              onSelect={onSelect && (() => onSelect(item.id))}
              onOpen={() => onOpen(item.id)}
            />
          ))}
        </List>
      )}
      <MoreButton query={query} />
    </Box>
  );
}

import { Chip } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { useTranslate } from 'react-admin';
import { api, useFormat, useLive, useSession } from '../../ui/index.ts';
import type { Counts } from './types.ts';

const TOPICS = ['conversation', 'inbox.failed'];

/** Counts of the inbox, updated live. */
function useCounts(): Counts | undefined {
  const { organization } = useSession();
  const query = useQuery({
    queryKey: ['conversations', 'counts', organization.id],
    queryFn: () => api.get<Counts>('/conversations/counts'),
  });
  useLive(TOPICS, () => query.refetch());
  return query.data;
}

/** The number of unread conversations, beside the inbox in the menu. */
export function UnreadBadge() {
  const translate = useTranslate();
  const format = useFormat();
  const unread = useCounts()?.unread ?? 0;
  if (unread === 0) return null;
  return (
    <Chip
      size="small"
      color="primary"
      label={format.number(unread)}
      className="figures"
      aria-label={translate('console.inbox.unread', { smart_count: unread })}
      sx={{ ml: 1, '& .MuiChip-label': { px: 0.9 } }}
    />
  );
}

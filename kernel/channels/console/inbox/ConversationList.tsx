import PersonIcon from '@mui/icons-material/SupportAgentOutlined';
import {
  Badge,
  Box,
  Button,
  Card,
  Chip,
  List,
  ListItem,
  ListItemButton,
  Stack,
  Tooltip,
  Typography,
} from '@mui/material';
import { useDeferredValue, useState } from 'react';
import { useTranslate } from 'react-admin';
import { Link, useLocation } from 'react-router-dom';
import {
  Caption,
  EmptyNote,
  ErrorNote,
  LoadingBar,
  Muted,
  SearchField,
  useAddress,
  useFormat,
  useLabels,
} from '../../../ui/index.ts';
import { ChannelIcon } from '../ChannelIcon.tsx';
import type { Row } from '../types.ts';
import { useChannels, useConversations } from './useInbox.ts';

/** The set of channels changes only with a setting. */
const HOUR = 3_600_000;

const FILTERS = [
  { key: 'unread', value: '1', label: 'console.inbox.filter.unread' },
  { key: 'mode', value: 'staff', label: 'console.inbox.filter.staff' },
];

/** One chip for each channel of the server. */
function useFilters() {
  const translate = useTranslate();
  const channels = useChannels(HOUR).data ?? [];
  const chats = channels.filter(({ name }) => name !== 'email');
  return [
    ...FILTERS.map(({ label, ...filter }) => ({ ...filter, label: translate(label) })),
    ...chats.map(({ name }) => ({
      key: 'channel',
      value: name,
      label: translate(`console.inbox.channel.${name}`, { _: name }),
    })),
  ];
}

/**
 * Conversations by their latest message. The filters are in the URL, so that a reload or a colleague's link shows the
 * same list.
 */
export function ConversationList({ chosenId }: { chosenId: string | undefined }) {
  const translate = useTranslate();
  const label = useLabels('console.inbox');
  const filters = useFilters();
  const { get, set } = useAddress();
  const [typed, setTyped] = useState(get('search'));
  const search = useDeferredValue(typed.trim());
  const { query, rows } = useConversations({
    channel: get('channel'),
    mode: get('mode'),
    unread: get('unread'),
    search,
  });
  const filtered = search !== '' || filters.some(({ key }) => get(key) !== '');
  return (
    <Card sx={{ display: 'flex', flexDirection: 'column', minHeight: 0 }}>
      <Stack sx={{ p: 1.5, gap: 1.25, borderBottom: 1, borderColor: 'divider' }}>
        <SearchField
          size="small"
          placeholder={label('search')}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          slotProps={{ htmlInput: { 'aria-label': label('search') } }}
        />
        <Stack direction="row" sx={{ gap: 0.75, overflowX: 'auto', pb: 0.25 }}>
          {filters.map(({ key, value, label }) => (
            <Chip
              key={`${key} ${value}`}
              size="small"
              label={label}
              color={get(key) === value ? 'primary' : 'default'}
              variant={get(key) === value ? 'filled' : 'outlined'}
              aria-pressed={get(key) === value}
              onClick={() => set({ [key]: get(key) === value ? null : value })}
            />
          ))}
        </Stack>
      </Stack>
      <LoadingBar on={query.isFetching && !query.isPending && !query.isRefetching} />
      <Box sx={{ overflowY: 'auto', minHeight: 0 }}>
        {query.error && <ErrorNote error={query.error} onRetry={() => query.refetch()} />}
        {query.isSuccess && rows.length === 0 && (
          <EmptyNote
            title={translate(filtered ? 'console.list.nothing_found' : 'console.inbox.empty')}
            text={translate(filtered ? 'console.list.nothing_found_text' : 'console.inbox.empty_text')}
          />
        )}
        <List disablePadding>
          {rows.map((row) => (
            <Item key={row.id} row={row} chosen={row.id === chosenId} />
          ))}
        </List>
        {query.hasNextPage && (
          <Button fullWidth onClick={() => query.fetchNextPage()} disabled={query.isFetchingNextPage}>
            {translate('console.action.more')}
          </Button>
        )}
      </Box>
    </Card>
  );
}

function Item({ row, chosen }: { row: Row; chosen: boolean }) {
  const label = useLabels('console.inbox');
  const format = useFormat();
  const { search } = useLocation();
  return (
    <ListItem disablePadding>
      <ListItemButton
        component={Link}
        to={`/inbox/${row.id}${search}`}
        selected={chosen}
        sx={{ display: 'block', px: 1.75, py: 1.25, borderBottom: 1, borderColor: 'divider' }}
      >
        <Stack direction="row" sx={{ alignItems: 'center', gap: 1 }}>
          <ChannelIcon channel={row.channel} />
          <Typography variant="body2" noWrap sx={{ flex: 1, fontWeight: row.unread > 0 ? 700 : 600 }}>
            {row.name}
          </Typography>
          <Caption noWrap>{format.ago(row.lastMessageAt)}</Caption>
        </Stack>
        <Stack direction="row" sx={{ alignItems: 'center', gap: 1, mt: 0.25, minHeight: 24 }}>
          <Muted noWrap sx={{ flex: 1 }}>
            {row.lastText || label('no_text')}
          </Muted>
          {row.mode === 'staff' && (
            <Tooltip title={row.takenBy ? label('taken_by', { name: row.takenBy }) : label('asked_for_person')}>
              <PersonIcon fontSize="small" color={row.takenBy ? 'action' : 'warning'} />
            </Tooltip>
          )}
          {row.unread > 0 && (
            <Badge
              badgeContent={row.unread}
              color="primary"
              sx={{ mr: 1.25, '& .MuiBadge-badge': { position: 'static', transform: 'none' } }}
            />
          )}
        </Stack>
      </ListItemButton>
    </ListItem>
  );
}

import { Box, Button, Skeleton, Stack, Typography } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { useTranslate } from 'react-admin';
import { Link } from 'react-router-dom';
import type { ConversationLine } from '../../../../kernel/channels/contract.ts';
import {
  api,
  type Camelized,
  EmptyNote,
  ErrorNote,
  Panel,
  useFormat,
  useLive,
  useSession,
} from '../../../../kernel/ui/index.ts';

type Line = Camelized<ConversationLine>;

/** As many as fit beside an order. The inbox has all of them, and staff answer there. */
const SHOWN = 12;

/** The latest messages with this buyer. */
export function OrderMessages({ conversationId }: { conversationId: string }) {
  const translate = useTranslate();
  const { organization } = useSession();
  const query = useQuery({
    queryKey: ['conversation', organization.id, conversationId, SHOWN],
    queryFn: () => api.get<Line[]>(`/conversations/${conversationId}/messages`, { limit: SHOWN }),
  });
  useLive([`conversation.message:${conversationId}`], () => query.refetch());
  // A message that only opened the chat by a link has no text.
  const shown = (query.data ?? []).filter((line) => line.text || line.file);
  const lines = shown.sort((a, b) => a.createdAt.localeCompare(b.createdAt) || a.id.localeCompare(b.id));
  return (
    <Panel
      title={translate('console.raffle.order.messages')}
      actions={
        <Button size="small" component={Link} to={`/inbox/${conversationId}`}>
          {translate('console.raffle.order.inbox')}
        </Button>
      }
    >
      {query.isPending && <Skeleton variant="rounded" height={160} />}
      {query.error && <ErrorNote error={query.error} />}
      {query.data?.length === 0 && <EmptyNote title={translate('console.raffle.order.no_messages')} />}
      <Stack component="ol" sx={{ listStyle: 'none', m: 0, p: 0, gap: 1, maxHeight: 420, overflowY: 'auto' }}>
        {lines.map((line) => (
          <LineText key={line.id} line={line} />
        ))}
      </Stack>
    </Panel>
  );
}

function LineText({ line }: { line: Line }) {
  const translate = useTranslate();
  const format = useFormat();
  const theirs = line.direction === 'in';
  return (
    <Box
      component="li"
      sx={{
        maxWidth: '88%',
        alignSelf: theirs ? 'flex-start' : 'flex-end',
        px: 1.5,
        py: 1,
        borderRadius: 3,
        bgcolor: theirs ? 'action.hover' : 'action.selected',
      }}
    >
      {line.file && (
        <Typography variant="body2" component="a" href={line.file.url} target="_blank" rel="noreferrer">
          {line.file.name}
        </Typography>
      )}
      <Typography variant="body2" sx={{ whiteSpace: 'pre-line', overflowWrap: 'anywhere' }}>
        {line.text}
      </Typography>
      <Typography variant="caption" color="textSecondary">
        {line.authorName ?? translate(`console.raffle.author.${line.author}`)} · {format.dateTime(line.createdAt)}
      </Typography>
    </Box>
  );
}

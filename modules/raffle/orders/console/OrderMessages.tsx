import { Box, Button, Stack, Typography } from '@mui/material';
import { useTranslate } from 'react-admin';
import { Link } from 'react-router-dom';
import type { ConversationLine } from '../../../../kernel/channels/contract.ts';
import {
  type Camelized,
  Caption,
  EmptyNote,
  Loaded,
  Panel,
  useFormat,
  useGet,
  useLabels,
} from '../../../../kernel/ui/index.ts';

type Line = Camelized<ConversationLine>;

/** As many as fit beside an order. The inbox has all of them, and staff answer there. */
const SHOWN = 12;

/** The latest messages with this buyer. */
export function OrderMessages({ conversationId }: { conversationId: string }) {
  const label = useLabels('console.raffle.order');
  const live = [`conversation.message:${conversationId}`];
  const query = useGet<Line[]>(`/conversations/${conversationId}/messages`, { limit: SHOWN }, { live });
  return (
    <Panel
      title={label('messages')}
      actions={
        <Button size="small" component={Link} to={`/inbox/${conversationId}`}>
          {label('inbox')}
        </Button>
      }
    >
      <Loaded query={query} height={160}>
        {(all) => (
          <>
            {all.length === 0 && <EmptyNote title={label('no_messages')} />}
            <Stack component="ol" sx={{ listStyle: 'none', m: 0, p: 0, gap: 1, maxHeight: 420, overflowY: 'auto' }}>
              {linesOf(all).map((line) => (
                <LineText key={line.id} line={line} />
              ))}
            </Stack>
          </>
        )}
      </Loaded>
    </Panel>
  );
}

/** In the order in which they were written. A message that only opened the chat by a link has no text. */
const linesOf = (all: Line[]) =>
  all
    .filter((line) => line.text || line.file)
    .sort((a, b) => a.createdAt.localeCompare(b.createdAt) || a.id.localeCompare(b.id));

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
      <Caption>
        {line.authorName ?? translate(`console.raffle.author.${line.author}`)} · {format.dateTime(line.createdAt)}
      </Caption>
    </Box>
  );
}

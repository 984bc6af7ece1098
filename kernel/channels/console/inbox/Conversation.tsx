import { Box, Button, CircularProgress, Stack } from '@mui/material';
import { Fragment, useEffect, useLayoutEffect, useRef } from 'react';
import { useTranslate } from 'react-admin';
import { api, Caption, ErrorNote, useFormat } from '../../../ui/index.ts';
import type { Line } from '../types.ts';
import { Bubble } from './Bubble.tsx';
import { Head } from './Head.tsx';
import { ReplyBox } from './ReplyBox.tsx';
import { useConversation } from './useInbox.ts';

/** One conversation: the person, who answers, the messages, and the reply box. */
export function Conversation({ id, narrow }: { id: string; narrow: boolean }) {
  const translate = useTranslate();
  const { about, history, lines, refetch } = useConversation(id);
  const view = about.data;
  const newest = lines.at(-1)?.id;
  const { box, stay } = useStayAtEnd(newest, lines[0]?.id);
  const unread = view?.unread ?? 0;
  // An open conversation counts as read, with messages that arrive meanwhile.
  useEffect(() => {
    if (unread > 0 && document.visibilityState === 'visible')
      void api.post(`/conversations/${id}/read`).catch(() => undefined);
  }, [unread, id]);
  if (about.error) return <ErrorNote error={about.error} onRetry={() => about.refetch()} />;
  return (
    <Box
      sx={{
        display: 'flex',
        flexDirection: 'column',
        minHeight: 0,
        flex: 1,
        ...(narrow && { height: 'calc(100dvh - 140px)', mx: -2, mt: -2 }),
      }}
    >
      {view && <Head view={view} narrow={narrow} refetch={refetch} />}
      <Box
        ref={box}
        // A picture has its height only after it has loaded.
        onLoadCapture={stay}
        role="log"
        tabIndex={0}
        aria-label={translate('console.inbox.conversation')}
        sx={{
          flex: 1,
          minHeight: 0,
          overflowY: 'auto',
          px: { xs: 1.5, sm: 2.5 },
          py: 2,
          bgcolor: 'background.default',
        }}
      >
        {history.error && <ErrorNote error={history.error} onRetry={() => history.refetch()} />}
        {history.isPending && (
          <Stack sx={{ alignItems: 'center', py: 6 }}>
            <CircularProgress aria-label={translate('ra.page.loading')} size={28} />
          </Stack>
        )}
        {history.hasNextPage && (
          <Stack sx={{ alignItems: 'center', mb: 2 }}>
            <Button size="small" onClick={() => history.fetchNextPage()} disabled={history.isFetchingNextPage}>
              {translate('console.inbox.earlier')}
            </Button>
          </Stack>
        )}
        <Stack sx={{ gap: 0.75 }}>
          {lines.map((line, i) => (
            <Fragment key={line.id}>
              <Day line={line} before={lines[i - 1]} />
              <Bubble line={line} />
            </Fragment>
          ))}
        </Stack>
      </Box>
      {view && <ReplyBox view={view} refetch={refetch} />}
    </Box>
  );
}

/** The day above its first line. */
function Day({ line, before }: { line: Line; before: Line | undefined }) {
  const format = useFormat();
  const day = format.date(line.createdAt);
  if (before && format.date(before.createdAt) === day) return null;
  return <Caption sx={{ alignSelf: 'center', py: 1 }}>{day}</Caption>;
}

/** Scrolls to a new message, and keeps the reading position when earlier ones are added above. */
function useStayAtEnd(newest: string | undefined, oldest: string | undefined) {
  const box = useRef<HTMLDivElement>(null);
  const height = useRef(0);
  const last = useRef<string | undefined>(undefined);
  // biome-ignore lint/correctness/useExhaustiveDependencies: content added above only changes the height
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    if (newest !== last.current) element.scrollTop = element.scrollHeight;
    else element.scrollTop += element.scrollHeight - height.current;
    height.current = element.scrollHeight;
    last.current = newest;
  }, [newest, oldest]);
  const stay = () => {
    const element = box.current;
    if (!element) return;
    // Does not scroll when the reader is further up.
    if (height.current - element.scrollTop - element.clientHeight < 80) element.scrollTop = element.scrollHeight;
    height.current = element.scrollHeight;
  };
  return { box, stay };
}

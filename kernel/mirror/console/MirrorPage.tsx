import { Box, Button, Stack, Typography } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslate } from 'react-admin';
import { api, ErrorNote, Page, Panel, useAction, useCan, useFormat, useLive, useSession } from '../../ui/index.ts';
import { MirrorFacts } from './MirrorFacts.tsx';
import { ReplayDialog } from './ReplayDialog.tsx';
import { RowList } from './RowList.tsx';
import type { Mirror } from './types.ts';

const TOPICS = ['mirror'];

/** The spreadsheet that shows chosen events: whether it works, what waits, and what Google refused. */
export default function MirrorPage() {
  const translate = useTranslate();
  const { organization } = useSession();
  const can = useCan();
  const { busy, run } = useAction();
  const [replaying, setReplaying] = useState(false);
  const query = useQuery({
    queryKey: ['mirror', organization.id],
    queryFn: () => api.get<Mirror>('/mirror'),
  });
  useLive(TOPICS, () => query.refetch());
  const mirror = query.data;
  const manage = can('mirror.manage');
  const retry = async () => {
    if (await run(() => api.post('/mirror/retry', {}), { done: 'console.mirror.done.retry' })) await query.refetch();
  };
  const actions = manage && mirror?.ready && (
    <>
      <Button variant="outlined" onClick={() => setReplaying(true)}>
        {translate('console.mirror.replay.button')}
      </Button>
      {(mirror.dead > 0 || mirror.failing) && (
        <Button variant="contained" disabled={busy} onClick={() => void retry()}>
          {translate('console.mirror.retry_all')}
        </Button>
      )}
    </>
  );
  return (
    <Page
      title={translate('console.mirror.title')}
      subtitle={translate('console.mirror.text')}
      actions={actions || undefined}
    >
      {query.error && <ErrorNote error={query.error} onRetry={() => query.refetch()} />}
      {mirror && (
        <Stack sx={{ gap: 3 }}>
          <MirrorFacts mirror={mirror} />
          <Panel title={translate('console.mirror.events.title')}>
            <Events mirror={mirror} />
          </Panel>
          <Box>
            <Typography variant="h3" component="h2" sx={{ mb: 1.5 }}>
              {translate('console.mirror.rows.title')}
            </Typography>
            <RowList mirror={mirror} />
          </Box>
          <ReplayDialog open={replaying} events={mirror.events} onClose={() => setReplaying(false)} />
        </Stack>
      )}
    </Page>
  );
}

function Events({ mirror }: { mirror: Mirror }) {
  const translate = useTranslate();
  const format = useFormat();
  if (mirror.events.length === 0)
    return (
      <Typography variant="body2" color="textSecondary">
        {translate('console.mirror.events.none')}
      </Typography>
    );
  return (
    <Stack component="ul" sx={{ gap: 1.25, m: 0, p: 0, listStyle: 'none' }}>
      {mirror.events.map(({ event, name, waiting, dead, lastAt }) => (
        <Box component="li" key={event}>
          <Typography variant="body2">{name}</Typography>
          <Typography variant="caption" color="textSecondary" component="div">
            {[
              translate('console.mirror.events.tab', { tab: event }),
              lastAt && translate('console.mirror.events.last', { when: format.ago(lastAt) }),
              waiting > 0 && translate('console.mirror.waiting', { smart_count: waiting }),
              dead > 0 && translate('console.mirror.dead', { smart_count: dead }),
            ]
              .filter(Boolean)
              .join(' · ')}
          </Typography>
        </Box>
      ))}
    </Stack>
  );
}

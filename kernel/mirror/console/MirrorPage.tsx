import { Box, Button, Stack, Typography } from '@mui/material';
import { useState } from 'react';
import { api, ErrorNote, Muted, Page, Panel, useAction, useCan, useFormat, useGet, useLabels } from '../../ui/index.ts';
import { MirrorFacts } from './MirrorFacts.tsx';
import { ReplayDialog } from './ReplayDialog.tsx';
import { RowList } from './RowList.tsx';
import type { Mirror } from './types.ts';

const TOPICS = ['mirror'];

/** The spreadsheet that shows chosen events: whether it works, what waits, and what Google refused. */
export default function MirrorPage() {
  const label = useLabels('console.mirror');
  const can = useCan();
  const { busy, run } = useAction();
  const [replaying, setReplaying] = useState(false);
  const query = useGet<Mirror>('/mirror', {}, { live: TOPICS });
  const mirror = query.data;
  const manage = can('mirror.manage');
  const retry = async () => {
    if (await run(() => api.post('/mirror/retry', {}), { done: 'console.mirror.done.retry' })) await query.refetch();
  };
  const actions = manage && mirror?.ready && (
    <>
      <Button variant="outlined" onClick={() => setReplaying(true)}>
        {label('replay.button')}
      </Button>
      {(mirror.dead > 0 || mirror.failing) && (
        <Button variant="contained" disabled={busy} onClick={() => void retry()}>
          {label('retry_all')}
        </Button>
      )}
    </>
  );
  return (
    <Page title={label('title')} subtitle={label('text')} actions={actions || undefined}>
      {query.error && <ErrorNote error={query.error} onRetry={() => query.refetch()} />}
      {mirror && (
        <Stack sx={{ gap: 3 }}>
          <MirrorFacts mirror={mirror} />
          <Panel title={label('events.title')}>
            <Events mirror={mirror} />
          </Panel>
          <Box>
            <Typography variant="h3" component="h2" sx={{ mb: 1.5 }}>
              {label('rows.title')}
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
  const label = useLabels('console.mirror');
  const format = useFormat();
  if (mirror.events.length === 0) return <Muted>{label('events.none')}</Muted>;
  return (
    <Stack component="ul" sx={{ gap: 1.25, m: 0, p: 0, listStyle: 'none' }}>
      {mirror.events.map(({ event, name, waiting, dead, lastAt }) => (
        <Box component="li" key={event}>
          <Typography variant="body2">{name}</Typography>
          <Typography variant="caption" color="textSecondary" component="div">
            {[
              label('events.tab', { tab: event }),
              lastAt && label('events.last', { when: format.ago(lastAt) }),
              waiting > 0 && label('waiting', { smart_count: waiting }),
              dead > 0 && label('dead', { smart_count: dead }),
            ]
              .filter(Boolean)
              .join(' · ')}
          </Typography>
        </Box>
      ))}
    </Stack>
  );
}

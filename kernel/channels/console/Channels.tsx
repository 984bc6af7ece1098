import { Alert, Box, Button, Card, Link as MuiLink, Stack, Typography } from '@mui/material';
import { useTranslate } from 'react-admin';
import { Link } from 'react-router-dom';
import {
  api,
  Caption,
  Code,
  type Column,
  CopyButton,
  dotted,
  ErrorNote,
  Muted,
  OnlyHere,
  Page,
  Panel,
  ResourceList,
  StateChip,
  useAction,
  useCan,
  useFormat,
  useLabels,
} from '../../ui/index.ts';
import { ChannelIcon } from './ChannelIcon.tsx';
import { useChannels } from './inbox/useInbox.ts';
import type { Channel, FailedEvent } from './types.ts';

const LABELS = 'console.inbox';

/** The page of channels: which are set up, how to set up the others, and which events failed. */
export default function Channels() {
  const label = useLabels(LABELS);
  const query = useChannels();
  return (
    <Page title={label('channels.title')} subtitle={label('channels.text')}>
      {query.error && <ErrorNote error={query.error} onRetry={() => query.refetch()} />}
      {[...new Set(query.data?.flatMap(({ notice }) => notice ?? []))].map((notice) => (
        <Alert key={notice} severity="warning" sx={{ mb: 2 }}>
          {label(`channels.notice.${notice}`)}
        </Alert>
      ))}
      <Box sx={{ display: 'grid', gap: 2, gridTemplateColumns: { xs: '1fr', md: '1fr 1fr' }, mb: 3 }}>
        {query.data?.map((channel) => (
          <ChannelCard key={channel.name} channel={channel} />
        ))}
      </Box>
      <Panel title={label('events.title')}>
        <Muted sx={{ mb: 2 }}>{label('events.text')}</Muted>
        <FailedEvents />
      </Panel>
    </Page>
  );
}

function ChannelCard({ channel }: { channel: Channel }) {
  const translate = useTranslate();
  const label = useLabels(LABELS);
  const format = useFormat();
  const can = useCan();
  const steps = label(`setup.${channel.name}`, { _: '' });
  return (
    <Card sx={{ p: 2.5 }}>
      <Stack direction="row" sx={{ alignItems: 'center', gap: 1.25, mb: 1 }}>
        <ChannelIcon channel={channel.name} />
        <Typography variant="h3" component="h2" sx={{ flex: 1 }}>
          {label(`channel.${channel.name}`, { _: channel.name })}
        </Typography>
        <StateChip
          tone={channel.ready ? (channel.receiving?.reason ? 'warning' : 'good') : 'neutral'}
          label={translate(channel.ready ? 'console.inbox.channels.ready' : 'console.inbox.channels.not_ready')}
        />
      </Stack>
      {(channel.accountName ?? channel.account) && channel.name !== 'web' && (
        <Typography variant="body2">{channel.accountName ?? channel.account}</Typography>
      )}
      {channel.address && (
        <MuiLink
          href={channel.address}
          target="_blank"
          rel="noreferrer"
          variant="body2"
          sx={{ overflowWrap: 'anywhere' }}
        >
          {channel.address}
        </MuiLink>
      )}
      {channel.receiving && (
        <Typography variant="body2" color={channel.receiving.reason ? 'error' : 'textPrimary'}>
          {channel.receiving.reason
            ? label('channels.not_receiving', { reason: channel.receiving.reason })
            : label('channels.receiving', { when: format.dateTime(channel.receiving.since ?? '') })}
        </Typography>
      )}
      <Caption component="div" sx={{ mt: 0.5 }}>
        {dotted([
          channel.lastInboundAt && label('channels.last_received', { when: format.ago(channel.lastInboundAt) }),
          channel.lastOutboundAt && label('channels.last_sent', { when: format.ago(channel.lastOutboundAt) }),
        ])}
      </Caption>
      {channel.lastError && (
        <Typography variant="caption" color="error" component="div">
          {channel.lastError}
        </Typography>
      )}
      {!channel.ready && steps && (
        <Box component="ol" sx={{ pl: 2.5, my: 1.25, '& li': { mb: 0.5, typography: 'body2' } }}>
          {steps.split('\n').map((step) => (
            <li key={step}>{step}</li>
          ))}
        </Box>
      )}
      {channel.webhook && (
        <Box sx={{ mt: 1 }}>
          <OnlyHere />
          <Caption component="div">{label('channels.webhook')}</Caption>
          <Box sx={{ overflowX: 'auto' }}>
            <Code value={channel.webhook} />
            <CopyButton text={channel.webhook} />
          </Box>
        </Box>
      )}
      {channel.settings && can('settings.write') && (
        <Button component={Link} to={`/office/settings/${channel.settings}`} size="small" sx={{ mt: 1, ml: -0.75 }}>
          {label('channels.settings')}
        </Button>
      )}
    </Card>
  );
}

function FailedEvents() {
  const translate = useTranslate();
  const label = useLabels(LABELS);
  const can = useCan();
  const { busy, run } = useAction();
  const settle = (id: string, how: 'retry' | 'discard') =>
    run(() => api.post(`/inbox-events/${id}/${how}`), { done: `console.inbox.events.done.${how}` });
  const buttons = (row: FailedEvent) =>
    can('channels.reply') && (
      <Stack direction="row" sx={{ gap: 1 }}>
        {row.state !== 'set_aside' && (
          <Button size="small" disabled={busy} onClick={() => settle(row.id, 'retry')}>
            {translate('console.action.retry')}
          </Button>
        )}
        <Button size="small" color="inherit" disabled={busy} onClick={() => settle(row.id, 'discard')}>
          {label('events.discard')}
        </Button>
      </Stack>
    );
  const nameOf = (row: FailedEvent) =>
    row.state === 'set_aside' ? <StateChip tone="neutral" label={label('events.set_aside')} /> : row.address;
  const columns: Column<FailedEvent>[] = [
    {
      key: 'source',
      label: label('events.channel'),
      render: (row) => <ChannelIcon channel={row.source} />,
    },
    { key: 'address', label: label('events.address'), render: nameOf },
    { key: 'error', label: label('events.error'), render: (row) => row.lastError },
    { key: 'at', label: label('events.at'), time: (row) => row.receivedAt },
    { key: 'actions', label: '', render: buttons },
  ];
  return (
    <ResourceList<FailedEvent>
      resource="inbox-events"
      embedded
      live={['inbox.failed']}
      columns={columns}
      card={(row) => (
        <Stack sx={{ gap: 0.5 }}>
          <b>{nameOf(row)}</b>
          <Typography variant="body2">{row.lastError}</Typography>
          {buttons(row)}
        </Stack>
      )}
      empty={{ title: label('events.empty') }}
    />
  );
}

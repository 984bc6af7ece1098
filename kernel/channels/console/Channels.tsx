import { Alert, Box, Button, Card, Link as MuiLink, Stack, Typography } from '@mui/material';
import { useTranslate } from 'react-admin';
import { Link } from 'react-router-dom';
import {
  api,
  Code,
  type Column,
  CopyButton,
  ErrorNote,
  OnlyHere,
  Page,
  Panel,
  ResourceList,
  StateChip,
  useAction,
  useCan,
  useFormat,
} from '../../ui/index.ts';
import { ChannelIcon } from './ChannelIcon.tsx';
import { useChannels } from './inbox/useInbox.ts';
import type { Channel, FailedEvent } from './types.ts';

/** The page of channels: which are set up, how to set up the others, and which events failed. */
export default function Channels() {
  const translate = useTranslate();
  const query = useChannels();
  return (
    <Page title={translate('console.inbox.channels.title')} subtitle={translate('console.inbox.channels.text')}>
      {query.error && <ErrorNote error={query.error} onRetry={() => query.refetch()} />}
      {[...new Set(query.data?.flatMap(({ notice }) => notice ?? []))].map((notice) => (
        <Alert key={notice} severity="warning" sx={{ mb: 2 }}>
          {translate(`console.inbox.channels.notice.${notice}`)}
        </Alert>
      ))}
      <Box sx={{ display: 'grid', gap: 2, gridTemplateColumns: { xs: '1fr', md: '1fr 1fr' }, mb: 3 }}>
        {query.data?.map((channel) => (
          <ChannelCard key={channel.name} channel={channel} />
        ))}
      </Box>
      <Panel title={translate('console.inbox.events.title')}>
        <Typography variant="body2" color="textSecondary" sx={{ mb: 2 }}>
          {translate('console.inbox.events.text')}
        </Typography>
        <FailedEvents />
      </Panel>
    </Page>
  );
}

function ChannelCard({ channel }: { channel: Channel }) {
  const translate = useTranslate();
  const format = useFormat();
  const can = useCan();
  const steps = translate(`console.inbox.setup.${channel.name}`, { _: '' });
  return (
    <Card sx={{ p: 2.5 }}>
      <Stack direction="row" sx={{ alignItems: 'center', gap: 1.25, mb: 1 }}>
        <ChannelIcon channel={channel.name} />
        <Typography variant="h3" component="h2" sx={{ flex: 1 }}>
          {translate(`console.inbox.channel.${channel.name}`, { _: channel.name })}
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
            ? translate('console.inbox.channels.not_receiving', { reason: channel.receiving.reason })
            : translate('console.inbox.channels.receiving', { when: format.dateTime(channel.receiving.since ?? '') })}
        </Typography>
      )}
      <Typography variant="caption" color="textSecondary" component="div" sx={{ mt: 0.5 }}>
        {[
          channel.lastInboundAt &&
            translate('console.inbox.channels.last_received', { when: format.ago(channel.lastInboundAt) }),
          channel.lastOutboundAt &&
            translate('console.inbox.channels.last_sent', { when: format.ago(channel.lastOutboundAt) }),
        ]
          .filter(Boolean)
          .join(' · ')}
      </Typography>
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
          <Typography variant="caption" color="textSecondary" component="div">
            {translate('console.inbox.channels.webhook')}
          </Typography>
          <Box sx={{ overflowX: 'auto' }}>
            <Code value={channel.webhook} />
            <CopyButton text={channel.webhook} />
          </Box>
        </Box>
      )}
      {channel.settings && can('settings.write') && (
        <Button component={Link} to={`/office/settings/${channel.settings}`} size="small" sx={{ mt: 1, ml: -0.75 }}>
          {translate('console.inbox.channels.settings')}
        </Button>
      )}
    </Card>
  );
}

function FailedEvents() {
  const translate = useTranslate();
  const format = useFormat();
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
          {translate('console.inbox.events.discard')}
        </Button>
      </Stack>
    );
  const nameOf = (row: FailedEvent) =>
    row.state === 'set_aside' ? (
      <StateChip tone="neutral" label={translate('console.inbox.events.set_aside')} />
    ) : (
      row.address
    );
  const columns: Column<FailedEvent>[] = [
    {
      key: 'source',
      label: translate('console.inbox.events.channel'),
      render: (row) => <ChannelIcon channel={row.source} />,
    },
    { key: 'address', label: translate('console.inbox.events.address'), render: nameOf },
    { key: 'error', label: translate('console.inbox.events.error'), render: (row) => row.lastError },
    {
      key: 'at',
      label: translate('console.inbox.events.at'),
      nowrap: true,
      render: (row) => format.dateTime(row.receivedAt),
    },
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
      empty={{ title: translate('console.inbox.events.empty') }}
    />
  );
}

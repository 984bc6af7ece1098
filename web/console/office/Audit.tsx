import LockIcon from '@mui/icons-material/LockOutlined';
import { Box, Drawer, Stack, Tooltip, Typography } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslate } from 'react-admin';
import {
  type AuditEntry,
  api,
  byChoice,
  Caption,
  Changes,
  type Column,
  Fact,
  Page,
  ResourceList,
  Strong,
  useFormat,
  useLabels,
} from '../../../kernel/ui/index.ts';

/** Who did what. Entries can't be changed; the lock marks those already sealed into the chain. */
export default function Audit() {
  const translate = useTranslate();
  const label = useLabels('console.audit');
  const format = useFormat();
  const [chosen, setChosen] = useState<AuditEntry | null>(null);
  const kinds = useActorKinds();
  const columns: Column<AuditEntry>[] = [
    { key: 'when', label: label('when'), sort: 'createdAt', time: (entry) => entry.createdAt },
    { key: 'who', label: label('who'), render: (entry) => entry.actor.name },
    {
      key: 'what',
      label: label('what'),
      render: (entry) => (
        <>
          <Typography variant="body2" sx={{ fontWeight: 550 }}>
            {entry.text}
          </Typography>
          <Caption sx={{ fontFamily: 'monospace' }}>{entry.action}</Caption>
        </>
      ),
    },
    { key: 'ip', label: label('where'), from: 'lg', nowrap: true, render: (entry) => entry.ip },
    { key: 'sealed', label: '', align: 'right', render: (entry) => entry.sealed && <Sealed /> },
  ];
  return (
    <Page title={label('title')} subtitle={label('text')}>
      <ResourceList<AuditEntry>
        resource="audit-entries"
        columns={columns}
        card={(entry) => (
          <Stack sx={{ gap: 0.5 }}>
            <Strong variant="body2">{entry.text}</Strong>
            <Caption>
              {entry.actor.name} · {format.dateTime(entry.createdAt)}
            </Caption>
          </Stack>
        )}
        onChoose={setChosen}
        chosenId={chosen?.id}
        searchLabel={label('search')}
        filters={[
          { kind: 'text', source: 'action', label: label('action') },
          byChoice('actor_type', label('who'), kinds, (id) => label(`actor.${id}`)),
          { kind: 'day', source: 'from', label: translate('console.list.from'), edge: 'start' },
          { kind: 'day', source: 'to', label: translate('console.list.to'), edge: 'end' },
        ]}
        empty={{ title: label('empty') }}
      />
      <Drawer
        anchor="right"
        open={chosen !== null}
        onClose={() => setChosen(null)}
        slotProps={{ paper: { sx: { width: { xs: '100%', sm: 440 } } } }}
      >
        {chosen && <Details entry={chosen} />}
      </Drawer>
    </Page>
  );
}

/** Packages and modules add their own kinds, such as a device. */
function useActorKinds(): string[] {
  const query = useQuery({
    queryKey: ['actor-kinds'],
    queryFn: () => api.get<string[]>('/actor-kinds'),
    staleTime: Number.POSITIVE_INFINITY,
  });
  return query.data ?? [];
}

function Sealed() {
  const translate = useTranslate();
  return (
    <Tooltip title={translate('console.audit.sealed')}>
      <LockIcon fontSize="small" color="disabled" />
    </Tooltip>
  );
}

function Details({ entry }: { entry: AuditEntry }) {
  const label = useLabels('console.audit');
  const format = useFormat();
  return (
    <Stack sx={{ p: 3, gap: 2 }}>
      <Typography variant="h2">{entry.text}</Typography>
      <Box sx={{ display: 'grid', gridTemplateColumns: '1fr 1fr', gap: 2 }}>
        <Fact label={label('when')}>{format.dateTime(entry.createdAt)}</Fact>
        <Fact label={label('who')}>{entry.actor.name}</Fact>
        <Fact label={label('where')}>{entry.ip ?? '—'}</Fact>
        <Fact label={label('action')}>{entry.action}</Fact>
        <Fact label={label('subject')}>{entry.subject?.name ?? `${entry.subject?.type} ${entry.subject?.id}`}</Fact>
        <Fact label={label('chain')}>{label(entry.sealed ? 'sealed' : 'not_sealed')}</Fact>
      </Box>
      {entry.note && <Typography variant="body2">{entry.note}</Typography>}
      <Changes before={entry.before} after={entry.after} />
    </Stack>
  );
}

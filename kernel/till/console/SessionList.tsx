import { Stack, Typography } from '@mui/material';
import { useTranslate } from 'react-admin';
import { type Column, Page, ResourceList, StateChip, useFormat } from '../../ui/index.ts';
import type { Session } from './types.ts';

const LIVE = ['till.session'];

/** Sessions of the person, or of all for a supervisor, with how the counts came out. */
export default function SessionList() {
  const translate = useTranslate();
  const format = useFormat();
  const label = (name: string) => translate(`console.till.sessions.${name}`);
  const money = (row: Session, amount: string | null) => (amount === null ? '' : format.money(amount, row.currency));
  const columns: Column<Session>[] = [
    { key: 'drawer', label: translate('console.till.drawer'), render: (row) => row.drawer.name },
    { key: 'cashier', label: label('cashier'), render: (row) => row.cashier.name },
    { key: 'opened', label: label('opened'), nowrap: true, render: (row) => format.dateTime(row.openedAt) },
    {
      key: 'closed',
      label: label('closed'),
      nowrap: true,
      from: 'md',
      render: (row) => (row.closedAt ? format.dateTime(row.closedAt) : ''),
    },
    {
      key: 'counted',
      label: translate('console.till.counted'),
      align: 'right',
      from: 'md',
      render: (row) => money(row, row.counted),
    },
    { key: 'state', label: label('state'), render: (row) => <State row={row} /> },
  ];
  return (
    <Page title={label('title')} subtitle={label('text')}>
      <ResourceList<Session>
        resource="till/sessions"
        columns={columns}
        card={(row) => (
          <Stack sx={{ gap: 0.5 }}>
            <Stack direction="row" sx={{ justifyContent: 'space-between', gap: 1 }}>
              <Typography sx={{ fontWeight: 600 }} noWrap>
                {row.drawer.name}
              </Typography>
              <State row={row} />
            </Stack>
            <Typography variant="caption" color="textSecondary" noWrap>
              {[row.cashier.name, format.dateTime(row.openedAt)].join(' · ')}
            </Typography>
          </Stack>
        )}
        href={(row) => `/till/sessions/${row.id}`}
        filters={[
          {
            kind: 'choice',
            source: 'open',
            label: label('state'),
            choices: [
              { id: 'true', name: label('open') },
              { id: 'false', name: label('closed') },
            ],
          },
          {
            kind: 'choice',
            source: 'differs',
            label: translate('console.till.difference'),
            choices: [{ id: 'true', name: translate('console.payments.yes') }],
          },
          { kind: 'day', source: 'from', label: translate('console.list.from') },
          { kind: 'day', source: 'to', label: translate('console.list.to') },
        ]}
        live={LIVE}
        empty={{ title: label('none') }}
      />
    </Page>
  );
}

export function State({ row }: { row: Session }) {
  const translate = useTranslate();
  const format = useFormat();
  const label = (name: string) => translate(`console.till.sessions.${name}`);
  if (row.closedAt === null) return <StateChip tone="busy" label={label('open')} />;
  if (row.differenceMinor === 0) return <StateChip tone="good" label={label('right')} />;
  const amount = format.money(row.difference ?? '0', row.currency);
  return row.differenceReason === null ? (
    <StateChip tone="bad" label={`${amount} · ${label('unexplained')}`} />
  ) : (
    <StateChip tone="warning" label={amount} />
  );
}

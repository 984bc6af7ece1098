import { useTranslate } from 'react-admin';
import { byChoice, type Column, Page, ResourceList, RowCard, StateChip, useFormat, useLabels } from '../../ui/index.ts';
import type { Session } from './types.ts';

const LIVE = ['till.session'];

/** Sessions of the person, or of all for a supervisor, with how the counts came out. */
export default function SessionList() {
  const translate = useTranslate();
  const label = useLabels('console.till.sessions');
  const format = useFormat();
  const money = (row: Session, amount: string | null) => (amount === null ? '' : format.money(amount, row.currency));
  const columns: Column<Session>[] = [
    { key: 'drawer', label: translate('console.till.drawer'), render: (row) => row.drawer.name },
    { key: 'cashier', label: label('cashier'), render: (row) => row.cashier.name },
    { key: 'opened', label: label('opened'), time: (row) => row.openedAt },
    { key: 'closed', label: label('closed'), from: 'md', time: (row) => row.closedAt },
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
          <RowCard
            title={row.drawer.name}
            note={[row.cashier.name, format.dateTime(row.openedAt)]}
            right={<State row={row} />}
          />
        )}
        href={(row) => `/till/sessions/${row.id}`}
        filters={[
          byChoice('open', label('state'), ['true', 'false'], (id) => label(id === 'true' ? 'open' : 'closed')),
          byChoice('differs', translate('console.till.difference'), ['true'], () => translate('console.payments.yes')),
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
  const label = useLabels('console.till.sessions');
  const format = useFormat();
  if (row.closedAt === null) return <StateChip tone="busy" label={label('open')} />;
  if (row.differenceMinor === 0) return <StateChip tone="good" label={label('right')} />;
  const amount = format.money(row.difference ?? '0', row.currency);
  return row.differenceReason === null ? (
    <StateChip tone="bad" label={`${amount} · ${label('unexplained')}`} />
  ) : (
    <StateChip tone="warning" label={amount} />
  );
}

import {
  type Camelized,
  type Column,
  ResourceList,
  RowCard,
  StateChip,
  useFormat,
  useLabels,
} from '../../../../kernel/ui/index.ts';
import type { SentCredit } from '../../ledger/contract.ts';
import type { Entry as EntryAnswer } from '../contract.ts';

const LABELS = 'console.electricity.meter';

type Entry = Camelized<EntryAnswer>;
type Credit = Camelized<SentCredit>;

/** The energy ledger of a meter. */
export function EntryRows({ meterId }: { meterId: string }) {
  const format = useFormat();
  const label = useLabels(LABELS);
  const units = ({ wh }: Entry) => `${wh > 0 ? '+' : ''}${format.number(wh / 1000)} kWh`;
  const kind = (one: Entry) => label(`entry.${one.kind}`);
  const columns: Column<Entry>[] = [
    { key: 'createdAt', label: label('when'), time: (one) => one.createdAt },
    { key: 'kind', label: label('kind'), render: (one) => [kind(one), one.reason].filter(Boolean).join(': ') },
    { key: 'wh', label: label('units'), align: 'right', nowrap: true, render: units },
    { key: 'by', label: label('by_whom'), from: 'md', render: (one) => one.by },
  ];
  return (
    <ResourceList<Entry>
      resource={`electricity/meters/${meterId}/entries`}
      live={['electricity.meter']}
      columns={columns}
      embedded
      perPage={10}
      card={(one) => (
        <RowCard
          title={[kind(one), units(one)].join(' · ')}
          note={[format.dateTime(one.createdAt), one.reason, one.by]}
        />
      )}
      empty={{ title: label('no_entries') }}
    />
  );
}

/** What the meter's machine had to add, and whether it did. */
export function CreditRows({ meterId }: { meterId: string }) {
  const format = useFormat();
  const label = useLabels(LABELS);
  const state = (one: Credit) => (
    <StateChip
      tone={one.acknowledgedAt ? 'good' : 'busy'}
      label={one.acknowledgedAt ? format.dateTime(one.acknowledgedAt) : label('credit_waits')}
    />
  );
  const columns: Column<Credit>[] = [
    { key: 'number', label: label('credit_number'), render: (one) => one.number },
    { key: 'createdAt', label: label('when'), time: (one) => one.createdAt },
    { key: 'wh', label: label('units'), align: 'right', render: (one) => `${format.number(one.wh / 1000)} kWh` },
    { key: 'state', label: label('credit_taken'), render: state },
  ];
  return (
    <ResourceList<Credit>
      resource={`electricity/meters/${meterId}/sent-credits`}
      live={['electricity.meter']}
      columns={columns}
      embedded
      perPage={10}
      card={(one) => <RowCard title={`${one.number} · ${format.number(one.wh / 1000)} kWh`}>{state(one)}</RowCard>}
      empty={{ title: label('no_credits'), text: label('no_credits_text') }}
    />
  );
}

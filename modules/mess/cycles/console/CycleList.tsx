import {
  AddButton,
  type Column,
  Page,
  ResourceList,
  RowCard,
  StateChip,
  useCan,
  useFormat,
  useLabels,
} from '../../../../kernel/ui/index.ts';
import { useToday } from '../../calendar/console/useToday.ts';
import type { Cycle } from './useCycles.ts';

const TONES = { coming: 'busy', now: 'good', over: 'neutral' } as const;

/** The days that are paid for at once, the latest first. */
export default function CycleList() {
  const label = useLabels('console.mess.cycle');
  const format = useFormat();
  const can = useCan();
  const today = useToday();
  const days = (cycle: Cycle) => format.days(cycle.startsOn, cycle.endsOn);
  const phase = (cycle: Cycle) => {
    const name = cycle.current ? 'now' : cycle.startsOn > today ? 'coming' : 'over';
    return <StateChip tone={TONES[name]} label={label(`phase.${name}`)} />;
  };
  const counted = (count: number) => (count > 0 ? format.number(count) : '—');
  const price = (cycle: Cycle) => format.money(cycle.price, cycle.currency);
  const waiting = (cycle: Cycle) => counted(cycle.payments.uploaded);
  const columns: Column<Cycle>[] = [
    { key: 'name', label: label('name'), render: (cycle) => <b style={{ fontWeight: 600 }}>{cycle.name}</b> },
    { key: 'days', label: label('days'), nowrap: true, render: days },
    { key: 'price', label: label('price'), align: 'right', nowrap: true, render: price },
    { key: 'paid', label: label('verified'), align: 'right', render: (cycle) => counted(cycle.payments.verified) },
    { key: 'waiting', label: label('uploaded'), align: 'right', from: 'md', render: waiting },
    { key: 'phase', label: label('phaseField'), render: phase },
  ];
  const add = can('mess.manage') && <AddButton label={label('new')} to="/mess/cycles/new" />;
  return (
    <Page title={label('many')} subtitle={label('text')} actions={add}>
      <ResourceList<Cycle>
        resource="mess/cycles"
        live={['mess.cycle', 'mess.cycle_payment', 'payment']}
        columns={columns}
        card={(cycle) => (
          <RowCard
            title={cycle.name}
            note={[days(cycle), price(cycle), `${label('verified')}: ${format.number(cycle.payments.verified)}`]}
            right={phase(cycle)}
          />
        )}
        href={(cycle) => `/mess/cycles/${cycle.id}`}
        empty={{ title: label('none'), text: label('none_text'), action: add }}
      />
    </Page>
  );
}

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
import type { Exhibition } from './types.ts';

/** Whether an exhibition is to come, on, or over, by its dates. */
function phaseOf({ startsOn, endsOn }: Exhibition): 'coming' | 'on' | 'over' {
  const today = new Date().toISOString().slice(0, 10);
  if (startsOn && startsOn > today) return 'coming';
  return endsOn && endsOn < today ? 'over' : 'on';
}

const TONES = { coming: 'busy', on: 'good', over: 'neutral' } as const;

export default function ExhibitionList() {
  const format = useFormat();
  const can = useCan();
  const label = useLabels('console.exhibition.exhibition');
  const dates = (one: Exhibition) => [one.startsOn, one.endsOn].map((day) => (day ? format.day(day) : '…')).join(' – ');
  const phase = (one: Exhibition) => <StateChip tone={TONES[phaseOf(one)]} label={label(phaseOf(one))} />;
  const columns: Column<Exhibition>[] = [
    { key: 'name', label: label('name'), render: (one) => <b style={{ fontWeight: 600 }}>{one.name}</b> },
    { key: 'place', label: label('place'), from: 'md', render: (one) => one.place },
    { key: 'dates', label: label('dates'), nowrap: true, render: dates },
    { key: 'prefix', label: label('prefix'), from: 'md', render: (one) => one.prefix },
    { key: 'currency', label: label('currency'), render: (one) => one.currency },
    { key: 'phase', label: label('phase'), render: phase },
  ];
  const add = can('exhibition.manage') && <AddButton label={label('new')} to="/exhibition/exhibitions/new" />;
  return (
    <Page title={label('many')} actions={add}>
      <ResourceList<Exhibition>
        live={['exhibition.exhibition']}
        resource="exhibition/exhibitions"
        columns={columns}
        card={(one) => <RowCard title={one.name} note={[one.place, dates(one)]} right={phase(one)} />}
        href={(one) => `/exhibition/exhibitions/${one.id}`}
        searchLabel={label('search')}
        empty={{ title: label('none'), text: label('none_text'), action: add }}
      />
    </Page>
  );
}

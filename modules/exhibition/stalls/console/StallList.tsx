import { useState } from 'react';
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
import { useExhibitionFilter } from '../../exhibitions/console/ExhibitionChoice.tsx';
import { isOn, useExhibitions } from '../../exhibitions/console/useExhibitions.ts';
import { StallForm } from './StallForm.tsx';
import type { Stall } from './types.ts';

/** The sellers of a fair. */
export default function StallList() {
  const format = useFormat();
  const can = useCan();
  const exhibitions = useExhibitions();
  const ofExhibition = useExhibitionFilter();
  const [adding, setAdding] = useState(false);
  const label = useLabels('console.exhibition.stall');
  const nameOf = new Map(exhibitions.map(({ id, name }) => [id, name]));
  const commission = ({ commissionPercent }: Stall) => `${format.number(Number(commissionPercent))} %`;
  const state = ({ archived }: Stall) => (
    <StateChip tone={archived ? 'neutral' : 'good'} label={label(archived ? 'archived' : 'sells')} />
  );
  const columns: Column<Stall>[] = [
    { key: 'code', label: label('code'), nowrap: true, render: ({ code }) => code },
    { key: 'name', label: label('name'), render: ({ name }) => <b style={{ fontWeight: 600 }}>{name}</b> },
    { key: 'contact', label: label('contact'), from: 'lg', render: ({ contact }) => contact },
    { key: 'exhibition', label: ofExhibition.label, from: 'md', render: (stall) => nameOf.get(stall.exhibitionId) },
    { key: 'commission', label: label('commission'), align: 'right', nowrap: true, render: commission },
    { key: 'state', label: label('state'), render: state },
  ];
  const add = can('exhibition.manage') && exhibitions.length > 0 && (
    <AddButton label={label('add')} onClick={() => setAdding(true)} />
  );
  return (
    <Page title={label('many')} subtitle={label('text')} actions={add}>
      <ResourceList<Stall>
        live={['exhibition.stall']}
        resource="exhibition/stalls"
        columns={columns}
        card={(stall) => (
          <RowCard
            title={`${stall.code} ${stall.name}`}
            note={[stall.contact, commission(stall)]}
            right={state(stall)}
          />
        )}
        href={(stall) => `/exhibition/stalls/${stall.id}`}
        filters={[ofExhibition]}
        searchLabel={label('search')}
        empty={{ title: label('none'), text: label('none_text'), action: add }}
      />
      {adding && (
        <StallForm
          stall={null}
          exhibitionId={(exhibitions.find(isOn) ?? exhibitions[0])?.id ?? ''}
          onClose={() => setAdding(false)}
        />
      )}
    </Page>
  );
}

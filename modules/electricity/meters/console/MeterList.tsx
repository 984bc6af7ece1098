import { useState } from 'react';
import { useTranslate } from 'react-admin';
import {
  AddButton,
  byChoice,
  type Column,
  ImportButton,
  Page,
  ResourceList,
  RowCard,
  StateChip,
  useCan,
  useFormat,
  useLabels,
} from '../../../../kernel/ui/index.ts';
import { useClasses } from '../../tariffs/console/useClasses.ts';
import { METER_MARKS, METER_STATES, showNumber } from '../contract.ts';
import { MeterMap } from './MeterMap.tsx';
import { METER_TONES, type Meter } from './meter.ts';
import { NewMeter } from './NewMeter.tsx';

export default function MeterList() {
  const translate = useTranslate();
  const format = useFormat();
  const can = useCan();
  const { nameOf } = useClasses();
  const [adding, setAdding] = useState(false);
  const label = useLabels('console.electricity.meter');
  const state = (meter: Meter) => <StateChip tone={METER_TONES[meter.state]} label={label(meter.state)} />;
  const left = (meter: Meter) => `${format.number(Math.round(meter.balanceWh / 100) / 10)} kWh`;
  const readAt = (meter: Meter) => meter.readAt && format.ago(meter.readAt);
  const columns: Column<Meter>[] = [
    { key: 'number', label: label('number'), nowrap: true, render: (meter) => showNumber(meter.number) },
    { key: 'name', label: label('name'), render: (meter) => meter.name },
    { key: 'place', label: label('place'), from: 'md', render: (meter) => meter.place },
    { key: 'holder', label: label('holder'), from: 'md', render: (meter) => meter.customer?.name },
    { key: 'class', label: label('class'), from: 'lg', render: (meter) => nameOf(meter.tariffClass) },
    { key: 'left', label: label('left'), nowrap: true, render: left },
    { key: 'readAt', label: label('readAt'), from: 'lg', nowrap: true, render: readAt },
    { key: 'state', label: label('state'), render: state },
  ];
  return (
    <Page
      title={label('many')}
      actions={
        <>
          {can('electricity.manage') && (
            <ImportButton label={translate('console.electricity.import.button')} to="/electricity/meters/import" />
          )}
          {can('electricity.meter.write') && <AddButton label={label('add')} onClick={() => setAdding(true)} />}
        </>
      }
    >
      {adding && <NewMeter onClose={() => setAdding(false)} />}
      <MeterMap />
      <ResourceList<Meter>
        href={(meter) => `/electricity/meters/${meter.id}`}
        live={['electricity.meter']}
        resource="electricity/meters"
        columns={columns}
        card={(meter) => (
          <RowCard
            title={meter.name || showNumber(meter.number)}
            note={[showNumber(meter.number), meter.place, left(meter)]}
            right={state(meter)}
          />
        )}
        filters={[
          byChoice('state', label('state'), METER_STATES, label),
          byChoice('mark', label('mark'), METER_MARKS, label),
        ]}
        searchLabel={label('search')}
        empty={{ title: label('none'), text: label('none_text') }}
      />
    </Page>
  );
}

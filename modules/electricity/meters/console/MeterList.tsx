import AddIcon from '@mui/icons-material/Add';
import ImportIcon from '@mui/icons-material/FileUploadOutlined';
import { Button, Stack, Typography } from '@mui/material';
import { useState } from 'react';
import { useTranslate } from 'react-admin';
import { Link } from 'react-router-dom';
import { type Column, Page, ResourceList, StateChip, useCan, useFormat } from '../../../../kernel/ui/index.ts';
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
  const label = (name: string) => translate(`console.electricity.meter.${name}`);
  const state = (meter: Meter) => <StateChip tone={METER_TONES[meter.state]} label={label(meter.state)} />;
  const left = (meter: Meter) => `${format.number(Math.round(meter.balanceWh / 100) / 10)} kWh`;
  const columns: Column<Meter>[] = [
    { key: 'number', label: label('number'), nowrap: true, render: (meter) => showNumber(meter.number) },
    { key: 'name', label: label('name'), render: (meter) => meter.name },
    { key: 'place', label: label('place'), from: 'md', render: (meter) => meter.place },
    { key: 'holder', label: label('holder'), from: 'md', render: (meter) => meter.customer?.name },
    { key: 'class', label: label('class'), from: 'lg', render: (meter) => nameOf(meter.tariffClass) },
    { key: 'left', label: label('left'), nowrap: true, render: left },
    {
      key: 'readAt',
      label: label('readAt'),
      from: 'lg',
      nowrap: true,
      render: (meter) => meter.readAt && format.ago(meter.readAt),
    },
    { key: 'state', label: label('state'), render: state },
  ];
  return (
    <Page
      title={label('many')}
      actions={
        <>
          {can('electricity.manage') && (
            <Button component={Link} to="/electricity/meters/import" variant="outlined" startIcon={<ImportIcon />}>
              {translate('console.electricity.import.button')}
            </Button>
          )}
          {can('electricity.meter.write') && (
            <Button variant="contained" startIcon={<AddIcon />} onClick={() => setAdding(true)}>
              {label('add')}
            </Button>
          )}
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
          <Stack direction="row" sx={{ justifyContent: 'space-between', gap: 1 }}>
            <Stack sx={{ minWidth: 0 }}>
              <Typography sx={{ fontWeight: 600 }}>{meter.name || showNumber(meter.number)}</Typography>
              <Typography variant="caption" color="textSecondary">
                {[showNumber(meter.number), meter.place, left(meter)].filter(Boolean).join(' · ')}
              </Typography>
            </Stack>
            {state(meter)}
          </Stack>
        )}
        filters={[
          {
            kind: 'choice',
            source: 'state',
            label: label('state'),
            choices: METER_STATES.map((id) => ({ id, name: label(id) })),
          },
          {
            kind: 'choice',
            source: 'mark',
            label: label('mark'),
            choices: METER_MARKS.map((id) => ({ id, name: label(id) })),
          },
        ]}
        searchLabel={label('search')}
        empty={{ title: label('none'), text: label('none_text') }}
      />
    </Page>
  );
}

import { Button, Chip, Stack } from '@mui/material';
import { useState } from 'react';
import { useTranslate } from 'react-admin';
import { Link } from 'react-router-dom';
import {
  AddButton,
  byChoice,
  type Column,
  dotted,
  ImportButton,
  Page,
  ResourceList,
  RowCard,
  StateChip,
  useCan,
  useFormat,
  useLabels,
} from '../../../kernel/ui/index.ts';
import { BatchDialog } from '../batches/console/BatchDialog.tsx';
import { MachineForm } from '../machines/console/MachineForm.tsx';
import { type Machine, standOf } from '../machines/console/machine.ts';
import { MACHINE_MARKS } from '../machines/contract.ts';
import { useMerchants } from '../merchants/console/useMerchants.ts';

export default function MachineList() {
  const translate = useTranslate();
  const format = useFormat();
  const can = useCan();
  const merchants = useMerchants();
  const [adding, setAdding] = useState(false);
  const [giving, setGiving] = useState<{ ids: string[]; done: () => void } | null>(null);
  const label = useLabels('console.coffee.machine');
  const state = (machine: Machine) => {
    const { tone, text } = standOf(machine);
    return (
      <Stack direction="row" sx={{ gap: 0.5, flexWrap: 'wrap' }}>
        <StateChip tone={tone} label={label(text)} />
        {machine.lowBins > 0 && <Chip size="small" color="warning" variant="outlined" label={label('low')} />}
      </Stack>
    );
  };
  const place = ({ location, address }: Machine) => dotted([location?.name, address]);
  const heat = ({ temperature }: Machine) => (temperature === null ? '' : `${format.decimal(temperature, 1)} °C`);
  const seen = ({ lastSeenAt }: Machine) => (lastSeenAt ? format.ago(lastSeenAt) : label('never'));
  const columns: Column<Machine>[] = [
    { key: 'serial', label: label('serial'), nowrap: true, render: ({ serial }) => serial },
    { key: 'name', label: label('name'), render: ({ name }) => name },
    { key: 'merchant', label: label('merchant'), from: 'md', render: ({ merchant }) => merchant.name },
    { key: 'place', label: label('location'), from: 'lg', render: place },
    { key: 'model', label: label('model'), from: 'lg', render: ({ model }) => model },
    { key: 'temperature', label: label('temperature'), align: 'right', nowrap: true, from: 'md', render: heat },
    { key: 'seen', label: label('seen'), nowrap: true, from: 'md', render: seen },
    { key: 'state', label: label('state'), render: state },
  ];
  const add = can('coffee.manage') && merchants.length > 0 && (
    <>
      <ImportButton label={label('import')} to="/coffee/machines/import" />
      <AddButton label={label('add')} onClick={() => setAdding(true)} />
    </>
  );
  const toMerchants = can('coffee.manage') && (
    <Button variant="outlined" component={Link} to="/coffee/merchants">
      {translate('console.coffee.merchant.add')}
    </Button>
  );
  return (
    <Page title={label('many')} actions={add}>
      {adding && <MachineForm machine={null} onClose={() => setAdding(false)} />}
      {giving && <BatchDialog ids={giving.ids} onClose={() => setGiving(null)} onDone={giving.done} />}
      <ResourceList<Machine>
        href={({ id }) => `/coffee/machines/${id}`}
        live={['coffee.machine']}
        resource="coffee/machines"
        {...(can('coffee.operate') && {
          bulk: (ids: string[], done: () => void) => (
            <Button size="small" onClick={() => setGiving({ ids, done })}>
              {translate('console.coffee.batch.give')}
            </Button>
          ),
        })}
        columns={columns}
        card={(machine) => (
          <RowCard
            title={machine.name || machine.serial}
            note={[machine.serial, place(machine), heat(machine)]}
            right={state(machine)}
          />
        )}
        filters={[
          byChoice('status', label('state'), MACHINE_MARKS, label),
          { kind: 'choice', source: 'merchantId', label: label('merchant'), choices: merchants },
        ]}
        searchLabel={label('search')}
        empty={
          merchants.length > 0
            ? { title: label('none'), text: label('none_text') }
            : { title: label('none'), text: translate('console.coffee.merchant.none_text'), action: toMerchants }
        }
      />
    </Page>
  );
}

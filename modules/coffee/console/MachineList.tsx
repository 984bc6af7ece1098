import AddIcon from '@mui/icons-material/Add';
import ImportIcon from '@mui/icons-material/FileUploadOutlined';
import { Button, Chip, Stack, Typography } from '@mui/material';
import { useState } from 'react';
import { useTranslate } from 'react-admin';
import { Link } from 'react-router-dom';
import { type Column, Page, ResourceList, StateChip, useCan, useFormat } from '../../../kernel/ui/index.ts';
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
  const label = (name: string) => translate(`console.coffee.machine.${name}`);
  const state = (machine: Machine) => {
    const { tone, text } = standOf(machine);
    return (
      <Stack direction="row" sx={{ gap: 0.5, flexWrap: 'wrap' }}>
        <StateChip tone={tone} label={label(text)} />
        {machine.lowBins > 0 && <Chip size="small" color="warning" variant="outlined" label={label('low')} />}
      </Stack>
    );
  };
  const place = ({ location, address }: Machine) => [location?.name, address].filter(Boolean).join(' · ');
  const heat = ({ temperature }: Machine) => (temperature === null ? '' : `${format.decimal(temperature, 1)} °C`);
  const columns: Column<Machine>[] = [
    { key: 'serial', label: label('serial'), nowrap: true, render: ({ serial }) => serial },
    { key: 'name', label: label('name'), render: ({ name }) => name },
    { key: 'merchant', label: label('merchant'), from: 'md', render: ({ merchant }) => merchant.name },
    { key: 'place', label: label('location'), from: 'lg', render: place },
    { key: 'model', label: label('model'), from: 'lg', render: ({ model }) => model },
    { key: 'temperature', label: label('temperature'), align: 'right', nowrap: true, from: 'md', render: heat },
    {
      key: 'seen',
      label: label('seen'),
      nowrap: true,
      from: 'md',
      render: ({ lastSeenAt }) => (lastSeenAt ? format.ago(lastSeenAt) : label('never')),
    },
    { key: 'state', label: label('state'), render: state },
  ];
  const add = can('coffee.manage') && merchants.length > 0 && (
    <>
      <Button component={Link} to="/coffee/machines/import" variant="outlined" startIcon={<ImportIcon />}>
        {label('import')}
      </Button>
      <Button variant="contained" startIcon={<AddIcon />} onClick={() => setAdding(true)}>
        {label('add')}
      </Button>
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
          <Stack direction="row" sx={{ justifyContent: 'space-between', gap: 1 }}>
            <Stack sx={{ minWidth: 0 }}>
              <Typography sx={{ fontWeight: 600 }}>{machine.name || machine.serial}</Typography>
              <Typography variant="caption" color="textSecondary">
                {[machine.serial, place(machine), heat(machine)].filter(Boolean).join(' · ')}
              </Typography>
            </Stack>
            {state(machine)}
          </Stack>
        )}
        filters={[
          {
            kind: 'choice',
            source: 'status',
            label: label('state'),
            choices: MACHINE_MARKS.map((id) => ({ id, name: label(id) })),
          },
          {
            kind: 'choice',
            source: 'merchantId',
            label: label('merchant'),
            choices: merchants.map(({ id, name }) => ({ id, name })),
          },
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

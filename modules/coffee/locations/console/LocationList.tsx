import AddIcon from '@mui/icons-material/Add';
import { Button, Stack, Typography } from '@mui/material';
import { useState } from 'react';
import { useTranslate } from 'react-admin';
import { type Column, Page, ResourceList, useCan } from '../../../../kernel/ui/index.ts';
import { useMerchants } from '../../merchants/console/useMerchants.ts';
import { LocationForm } from './LocationForm.tsx';
import type { Location } from './useLocations.ts';

export default function LocationList() {
  const translate = useTranslate();
  const can = useCan();
  const merchants = useMerchants();
  const [editing, setEditing] = useState<Location | 'new' | null>(null);
  const label = (name: string) => translate(`console.coffee.location.${name}`);
  const edit = (location: Location) =>
    can('coffee.manage') && (
      <Button size="small" onClick={() => setEditing(location)}>
        {label('edit')}
      </Button>
    );
  const columns: Column<Location>[] = [
    { key: 'name', label: label('name'), render: ({ name }) => name },
    { key: 'merchant', label: label('merchant'), render: ({ merchantName }) => merchantName },
    { key: 'address', label: label('address'), from: 'md', render: ({ address }) => address },
    { key: 'machines', label: label('machines'), align: 'right', render: ({ machines }) => machines },
    { key: 'edit', label: '', render: edit },
  ];
  const add = can('coffee.manage') && merchants.length > 0 && (
    <Button variant="contained" startIcon={<AddIcon />} onClick={() => setEditing('new')}>
      {label('add')}
    </Button>
  );
  return (
    <Page title={label('many')} actions={add}>
      <ResourceList<Location>
        live={['coffee.location', 'coffee.machine']}
        resource="coffee/locations"
        columns={columns}
        card={(location) => (
          <Stack direction="row" sx={{ justifyContent: 'space-between', gap: 1 }}>
            <Stack sx={{ minWidth: 0 }}>
              <Typography sx={{ fontWeight: 600 }}>{location.name}</Typography>
              <Typography variant="caption" color="textSecondary">
                {[location.merchantName, location.address].filter(Boolean).join(' · ')}
              </Typography>
            </Stack>
            {edit(location)}
          </Stack>
        )}
        filters={[
          {
            kind: 'choice',
            source: 'merchantId',
            label: label('merchant'),
            choices: merchants.map(({ id, name }) => ({ id, name })),
          },
        ]}
        searchLabel={label('search')}
        empty={{ title: label('none'), text: label('none_text'), action: add }}
      />
      {editing && <LocationForm location={editing === 'new' ? null : editing} onClose={() => setEditing(null)} />}
    </Page>
  );
}

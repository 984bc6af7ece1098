import { Button } from '@mui/material';
import { useState } from 'react';
import { AddButton, type Column, Page, ResourceList, RowCard, useCan, useLabels } from '../../../../kernel/ui/index.ts';
import { useMerchants } from '../../merchants/console/useMerchants.ts';
import { LocationForm } from './LocationForm.tsx';
import type { Location } from './useLocations.ts';

export default function LocationList() {
  const can = useCan();
  const merchants = useMerchants();
  const [editing, setEditing] = useState<Location | 'new' | null>(null);
  const label = useLabels('console.coffee.location');
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
    <AddButton label={label('add')} onClick={() => setEditing('new')} />
  );
  return (
    <Page title={label('many')} actions={add}>
      <ResourceList<Location>
        live={['coffee.location', 'coffee.machine']}
        resource="coffee/locations"
        columns={columns}
        card={(location) => (
          <RowCard title={location.name} note={[location.merchantName, location.address]} right={edit(location)} />
        )}
        filters={[{ kind: 'choice', source: 'merchantId', label: label('merchant'), choices: merchants }]}
        searchLabel={label('search')}
        empty={{ title: label('none'), text: label('none_text'), action: add }}
      />
      {editing && <LocationForm location={editing === 'new' ? null : editing} onClose={() => setEditing(null)} />}
    </Page>
  );
}

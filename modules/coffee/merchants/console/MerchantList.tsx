import { Button, Stack } from '@mui/material';
import { useState } from 'react';
import {
  AddButton,
  byChoice,
  type Column,
  Page,
  ResourceList,
  RowCard,
  StateChip,
  useCan,
  useLabels,
} from '../../../../kernel/ui/index.ts';
import { MERCHANT_STATES } from '../contract.ts';
import { MerchantForm } from './MerchantForm.tsx';
import type { Merchant } from './useMerchants.ts';

export default function MerchantList() {
  const can = useCan();
  const [editing, setEditing] = useState<Merchant | 'new' | null>(null);
  const label = useLabels('console.coffee.merchant');
  const state = ({ status }: Merchant) => (
    <StateChip tone={status === 'active' ? 'good' : 'neutral'} label={label(status)} />
  );
  const edit = (merchant: Merchant) =>
    can('coffee.manage') && (
      <Button size="small" onClick={() => setEditing(merchant)}>
        {label('edit')}
      </Button>
    );
  const columns: Column<Merchant>[] = [
    { key: 'name', label: label('name'), render: ({ name }) => name },
    { key: 'contact', label: label('contact'), from: 'md', render: ({ contactName }) => contactName },
    { key: 'phone', label: label('phone'), from: 'md', nowrap: true, render: ({ phone }) => phone },
    { key: 'machines', label: label('machines'), align: 'right', render: ({ machines }) => machines },
    { key: 'status', label: label('status'), render: state },
    { key: 'edit', label: '', render: edit },
  ];
  const add = can('coffee.manage') && <AddButton label={label('add')} onClick={() => setEditing('new')} />;
  return (
    <Page title={label('many')} actions={add}>
      <ResourceList<Merchant>
        live={['coffee.merchant', 'coffee.machine']}
        resource="coffee/merchants"
        columns={columns}
        card={(merchant) => (
          <RowCard
            title={merchant.name}
            note={[merchant.contactName, merchant.phone]}
            right={
              <Stack sx={{ alignItems: 'end' }}>
                {state(merchant)}
                {edit(merchant)}
              </Stack>
            }
          />
        )}
        filters={[byChoice('status', label('status'), MERCHANT_STATES, label)]}
        searchLabel={label('search')}
        empty={{ title: label('none'), text: label('none_text'), action: add }}
      />
      {editing && <MerchantForm merchant={editing === 'new' ? null : editing} onClose={() => setEditing(null)} />}
    </Page>
  );
}

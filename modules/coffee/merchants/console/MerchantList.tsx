import AddIcon from '@mui/icons-material/Add';
import { Button, Stack, Typography } from '@mui/material';
import { useState } from 'react';
import { useTranslate } from 'react-admin';
import { type Column, Page, ResourceList, StateChip, useCan } from '../../../../kernel/ui/index.ts';
import { MERCHANT_STATES } from '../contract.ts';
import { MerchantForm } from './MerchantForm.tsx';
import type { Merchant } from './useMerchants.ts';

export default function MerchantList() {
  const translate = useTranslate();
  const can = useCan();
  const [editing, setEditing] = useState<Merchant | 'new' | null>(null);
  const label = (name: string) => translate(`console.coffee.merchant.${name}`);
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
  const add = can('coffee.manage') && (
    <Button variant="contained" startIcon={<AddIcon />} onClick={() => setEditing('new')}>
      {label('add')}
    </Button>
  );
  return (
    <Page title={label('many')} actions={add}>
      <ResourceList<Merchant>
        live={['coffee.merchant', 'coffee.machine']}
        resource="coffee/merchants"
        columns={columns}
        card={(merchant) => (
          <Stack direction="row" sx={{ justifyContent: 'space-between', gap: 1 }}>
            <Stack sx={{ minWidth: 0 }}>
              <Typography sx={{ fontWeight: 600 }}>{merchant.name}</Typography>
              <Typography variant="caption" color="textSecondary">
                {[merchant.contactName, merchant.phone].filter(Boolean).join(' · ')}
              </Typography>
            </Stack>
            <Stack sx={{ alignItems: 'end' }}>
              {state(merchant)}
              {edit(merchant)}
            </Stack>
          </Stack>
        )}
        filters={[
          {
            kind: 'choice',
            source: 'status',
            label: label('status'),
            choices: MERCHANT_STATES.map((id) => ({ id, name: label(id) })),
          },
        ]}
        searchLabel={label('search')}
        empty={{ title: label('none'), text: label('none_text'), action: add }}
      />
      {editing && <MerchantForm merchant={editing === 'new' ? null : editing} onClose={() => setEditing(null)} />}
    </Page>
  );
}

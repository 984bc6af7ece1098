import { Stack, Typography } from '@mui/material';
import { useTranslate } from 'react-admin';
import { type Column, Page, ResourceList, useFormat } from '../../../../../kernel/ui/index.ts';
import { useRaffles } from '../../../raffles/console/useRaffles.ts';
import type { BuyerContact } from '../types.ts';

/** The buyers, with what each bought; a row opens their orders. */
export default function ContactList() {
  const translate = useTranslate();
  const format = useFormat();
  const raffles = useRaffles();
  const label = (name: string) => translate(`console.raffle.contact.${name}`);
  const name = (contact: BuyerContact) => contact.name || translate('console.raffle.order.no_name');
  const money = (contact: BuyerContact) => format.money(contact.amount, contact.currency);
  const columns: Column<BuyerContact>[] = [
    { key: 'name', label: label('name'), render: (contact) => <b style={{ fontWeight: 600 }}>{name(contact)}</b> },
    { key: 'phone', label: label('phone'), nowrap: true, render: (contact) => contact.phone ?? '—' },
    {
      key: 'orders',
      label: label('orders'),
      align: 'right',
      render: (contact) => partOf(contact.paidOrders, contact.orders, format.number),
    },
    { key: 'numbers', label: label('numbers'), align: 'right', render: (contact) => format.number(contact.numbers) },
    { key: 'amount', label: label('amount'), align: 'right', nowrap: true, render: money },
    {
      key: 'last',
      label: label('last'),
      nowrap: true,
      from: 'md',
      render: (contact) => format.ago(contact.lastOrderAt),
    },
  ];
  return (
    <Page title={label('many')} subtitle={label('text')}>
      <ResourceList<BuyerContact>
        resource="raffle/contacts"
        columns={columns}
        live={['raffle.order']}
        card={(contact) => (
          <Stack direction="row" sx={{ justifyContent: 'space-between', gap: 1 }}>
            <Stack sx={{ minWidth: 0 }}>
              <Typography sx={{ fontWeight: 600 }} noWrap>
                {name(contact)}
              </Typography>
              <Typography variant="caption" color="textSecondary">
                {[contact.phone, format.ago(contact.lastOrderAt)].filter(Boolean).join(' · ')}
              </Typography>
            </Stack>
            <Stack sx={{ alignItems: 'flex-end' }}>
              <Typography sx={{ fontWeight: 600 }}>{money(contact)}</Typography>
              <Typography variant="caption" color="textSecondary">
                {translate('console.raffle.contact.number_count', { smart_count: contact.numbers })}
              </Typography>
            </Stack>
          </Stack>
        )}
        href={(contact) => ordersOf(contact)}
        searchLabel={label('search')}
        filters={[
          {
            kind: 'choice',
            source: 'raffleId',
            label: translate('console.raffle.raffle.one'),
            choices: raffles.map(({ id, title }) => ({ id, name: title })),
          },
        ]}
        empty={{ title: label('none'), text: label('none_text') }}
      />
    </Page>
  );
}

/** "3 of 4": paid orders of all orders. */
const partOf = (paid: number, all: number, number: (value: number) => string) =>
  paid === all ? number(all) : `${number(paid)} / ${number(all)}`;

function ordersOf(contact: BuyerContact): string {
  const filter = contact.personId ? { personId: contact.personId } : { q: contact.phone ?? contact.name };
  return `/raffle/orders?filter=${encodeURIComponent(JSON.stringify(filter))}`;
}

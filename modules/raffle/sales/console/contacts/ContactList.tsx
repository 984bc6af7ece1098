import { Stack } from '@mui/material';
import { useTranslate } from 'react-admin';
import type { Static } from 'typebox';
import {
  type Camelized,
  Caption,
  type Column,
  Page,
  ResourceList,
  RowCard,
  Strong,
  useFormat,
  useLabels,
} from '../../../../../kernel/ui/index.ts';
import { useRaffleChoices } from '../../../raffles/console/useRaffles.ts';
import type * as sales from '../../contract.ts';

type BuyerContact = Camelized<Static<typeof sales.BuyerContact>>;

/** The buyers, with what each bought; a row opens their orders. */
export default function ContactList() {
  const translate = useTranslate();
  const label = useLabels('console.raffle.contact');
  const format = useFormat();
  const raffles = useRaffleChoices();
  const name = (contact: BuyerContact) => contact.name || translate('console.raffle.order.no_name');
  const money = (contact: BuyerContact) => format.money(contact.amount, contact.currency);
  const orders = (contact: BuyerContact) => partOf(contact.paidOrders, contact.orders, format.number);
  const last = (contact: BuyerContact) => format.ago(contact.lastOrderAt);
  const columns: Column<BuyerContact>[] = [
    { key: 'name', label: label('name'), render: (contact) => <b style={{ fontWeight: 600 }}>{name(contact)}</b> },
    { key: 'phone', label: label('phone'), nowrap: true, render: (contact) => contact.phone ?? '—' },
    { key: 'orders', label: label('orders'), align: 'right', render: orders },
    { key: 'numbers', label: label('numbers'), align: 'right', render: (contact) => format.number(contact.numbers) },
    { key: 'amount', label: label('amount'), align: 'right', nowrap: true, render: money },
    { key: 'last', label: label('last'), nowrap: true, from: 'md', render: last },
  ];
  return (
    <Page title={label('many')} subtitle={label('text')}>
      <ResourceList<BuyerContact>
        resource="raffle/contacts"
        columns={columns}
        live={['raffle.order']}
        card={(contact) => (
          <RowCard
            title={name(contact)}
            note={[contact.phone, last(contact)]}
            right={
              <Stack sx={{ alignItems: 'flex-end' }}>
                <Strong>{money(contact)}</Strong>
                <Caption>{label('number_count', { smart_count: contact.numbers })}</Caption>
              </Stack>
            }
          />
        )}
        href={ordersOf}
        searchLabel={label('search')}
        filters={[
          { kind: 'choice', source: 'raffleId', label: translate('console.raffle.raffle.one'), choices: raffles },
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

import { orgOf } from '../../../kernel/ctx/index.ts';
import { defineImport, NAME_PARTS, NAME_TITLES, PHONE_TITLES } from '../../../kernel/imports/index.ts';
import { readPhone } from '../../../kernel/lib/contact.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { markPaid } from '../../../kernel/payments/index.ts';
import { freeNumbers } from '../numbers/free-numbers.query.ts';
import { labels } from '../numbers/label.rule.ts';
import { parseNumbers } from '../numbers/parse-numbers.rule.ts';
import { confirmOrder } from '../orders/confirm-order.action.ts';
import { placeOrder } from '../orders/place-order.action.ts';
import { findRaffle } from '../raffles/raffles.query.ts';
import { paidBy } from './paid-by.rule.ts';

type Row = {
  numbers: number[];
  name: string;
  phone: string | null;
  keepPhone: boolean;
  paid: 'cash' | 'transfer' | null;
};
type Context = { id: string; first: number; last: number; digits: number };

/**
 * The orders of a paper book, typed into a list: each row is one buyer with their numbers. A row that says how it was
 * paid sells the numbers at once; the others wait for their money as an order at the desk does. The form's `raffle_id`
 * names the raffle. A number that somebody has refuses its row.
 */
export const ordersImport = defineImport<Row, Context>({
  name: 'raffle.orders',
  permission: 'raffle.order.confirm_payment',
  columns: [
    {
      key: 'numbers',
      titles: [
        'Numbers',
        'Number',
        'Ticket',
        'Tickets',
        'Ticket no',
        'Ticket number',
        'Ticket numbers',
        'Coupon no',
        'नंबर',
        'टिकट',
        'Números',
        'Número',
        'Boleto',
        'Boletos',
        'Numéros',
        'Numéro',
        'Billet',
        'Namba',
        'Nimero',
      ],
      required: true,
      example: '7, 12',
    },
    {
      key: 'contact_name',
      titles: ['Name', 'Full name', 'Buyer', 'Buyer name', 'Customer', 'नाम', 'Nombre', 'Comprador', ...NAME_TITLES],
      parts: NAME_PARTS,
      kind: 'name',
      required: true,
      example: 'Asha Verma',
    },
    { key: 'contact_phone', titles: PHONE_TITLES, kind: 'phone', example: '98765 43210' },
    {
      key: 'paid',
      titles: [
        'Paid',
        'Paid by',
        'Payment',
        'Payment state',
        'भुगतान',
        'Pagado',
        'Pago',
        'Payé',
        'Imelipwa',
        'Byishyuwe',
      ],
      example: 'cash',
    },
  ],
  async prepare(ctx, { raffle_id = '' }) {
    const raffle = await findRaffle(ctx, raffle_id);
    if (!raffle) return refuse('raffle.not_found');
    return ok({ id: raffle.id, first: raffle.first_number, last: raffle.last_number, digits: raffle.digits });
  },
  parseRow(ctx, raw, raffle, { asTyped }): Result<Row> {
    const at = <T>(column: string, read: Result<T>): Result<T> =>
      read.ok ? read : { ...read, fields: { [column]: read.code } };
    const name = (raw.contact_name ?? '').replaceAll(/\s+/g, ' ').slice(0, 255);
    if (!name) return refuse('http.invalid', undefined, { contact_name: 'field.required' });
    const numbers = at('numbers', parseNumbers(raw.numbers ?? '', raffle));
    if (!numbers.ok) return numbers;
    if (!Array.isArray(numbers.data))
      return refuse('raffle.numbers.none', undefined, { numbers: 'raffle.numbers.none' });
    const typed = raw.contact_phone ?? '';
    const phone = at('contact_phone', typed ? readPhone(typed, orgOf(ctx).country, asTyped) : ok(null));
    if (!phone.ok) return phone;
    const paid = at('paid', paidBy(raw.paid ?? ''));
    return paid.ok ? ok({ numbers: numbers.data, name, phone: phone.data, keepPhone: asTyped, paid: paid.data }) : paid;
  },
  async checkRows(ctx, rows, raffle) {
    const free = new Set(await freeNumbers(ctx, raffle));
    return rows.map(({ numbers }) => {
      const gone = numbers.filter((number) => !free.delete(number));
      if (gone.length === 0) return null;
      const code = 'raffle.numbers.taken';
      return refuse(code, { numbers: labels(gone, raffle.digits) }, { numbers: code });
    });
  },
  async writeRows(tx, rows, { id }, { made }) {
    for (const { numbers, name, phone, keepPhone, paid } of rows) {
      const order = { raffle: id, numbers, contactName: name, contactPhone: phone, keepPhone };
      const placed = await placeOrder(tx, order);
      if (!placed.ok) return placed;
      const confirmed = await confirmOrder(tx, placed.data.id);
      if (!confirmed.ok) return confirmed;
      if (paid && confirmed.data.payment) {
        const done = await markPaid(tx, confirmed.data.payment.id, { method: paid, note: undefined });
        if (!done.ok) return done;
      }
      made(placed.data.id);
    }
    return ok(null);
  },
  // Each row is an order, a payment and a sale.
  batch: 25,
});

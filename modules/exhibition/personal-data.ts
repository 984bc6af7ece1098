import { onOrg, orgOf } from '../../kernel/ctx/index.ts';
import { formatAmount } from '../../kernel/lib/money.ts';
import { refuse } from '../../kernel/lib/result.ts';
import { dayIn } from '../../kernel/lib/time.ts';
import { ERASED, known, type PersonalData } from '../../kernel/module/index.ts';

const CUSTOMER = known('exhibition.customer');
/** An account that opens a customer's page, and has proved the customer's own address, is the same person's. */
const SAME = `a.organization_id = c.organization_id and (a.email = lower(c.email) or a.phone = c.phone)
  and exists (select from portal_link l where l.organization_id = a.organization_id and l.account_id = a.id
    and l.subject = 'exhibition.customer:' || c.id)`;

export const personalData: PersonalData = {
  roots: [
    { kind: 'exhibition.customer', table: 'exhibition_customer' },
    { kind: 'exhibition.waiting', table: 'exhibition_waiting' },
  ],
  rows: [
    {
      table: 'exhibition_customer',
      of: `t.id in ${CUSTOMER} or exists (select from exhibition_customer c join portal_account a on ${SAME}
        where c.organization_id = t.organization_id and c.id = t.id and a.id in ${known('portal.account')})`,
      gives: { 'exhibition.customer': 'id' },
      words: ['name', 'email', 'phone', 'tax_number', 'address'],
      erase: {
        name: `'${ERASED}'`,
        email: `''`,
        phone: `''`,
        tax_number: `''`,
        address: `''`,
        answers: `'[]'`,
        updated_at: 'now()',
      },
      why: 'books',
    },
    {
      table: 'exhibition_waiting',
      of: `t.id in ${known('exhibition.waiting')}`,
      gives: { 'exhibition.waiting': 'id' },
      words: ['name', 'email', 'phone'],
      erase: 'delete',
    },
    {
      table: 'portal_account',
      of: `exists (select from exhibition_customer c where c.organization_id = t.organization_id and c.id in ${CUSTOMER}
        and exists (select from portal_account a where a.organization_id = t.organization_id and a.id = t.id and ${SAME}))`,
      gives: { person: 'person_id' },
      erase: 'follow',
    },
    {
      table: 'exhibition_visit',
      of: `t.customer_id in ${CUSTOMER}`,
      hidden: ['scan_key'],
      // Where somebody was at which hour. The days that are past count one visitor less.
      erase: 'delete',
    },
    {
      table: 'exhibition_bill',
      of: `t.customer_id in ${CUSTOMER}`,
      gives: { 'exhibition.bill': 'id' },
      erase: 'keep',
      why: 'books',
    },
    {
      table: 'exhibition_bill_line',
      of: `exists (select from exhibition_bill b where b.organization_id = t.organization_id and b.id = t.bill_id
        and b.customer_id in ${CUSTOMER})`,
      erase: 'keep',
      why: 'books',
    },
    {
      table: 'exhibition_offline_sale',
      of: `exists (select from exhibition_bill b where b.organization_id = t.organization_id and b.id = t.bill_id
        and b.customer_id in ${CUSTOMER})`,
      erase: 'keep',
      why: 'books',
    },
    {
      table: 'exhibition_credit',
      of: `t.customer_id in ${CUSTOMER}`,
      erase: 'keep',
      why: 'books',
    },
    {
      table: 'exhibition_credit_movement',
      of: `exists (select from exhibition_credit c where c.organization_id = t.organization_id and c.id = t.credit_id
        and c.customer_id in ${CUSTOMER})`,
      erase: 'keep',
      why: 'books',
    },
    {
      table: 'portal_link',
      of: `t.subject in (select 'exhibition.customer:' || r.id from person_ref r where r.kind = 'exhibition.customer')`,
      erase: 'delete',
    },
  ],
  mentions: [
    {
      table: 'exhibition_bill',
      columns: ['description', 'discount_reason', 'void_reason'],
      of: `t.customer_id in ${CUSTOMER}`,
    },
    {
      table: 'exhibition_bill_line',
      columns: ['name'],
      of: `exists (select from exhibition_bill b where b.organization_id = t.organization_id and b.id = t.bill_id
        and b.customer_id in ${CUSTOMER})`,
    },
  ],
  async open(ctx, idsOf) {
    const { id, timeZone } = orgOf(ctx);
    const ids = idsOf('exhibition.customer');
    const running = await ctx.db
      .selectFrom('exhibition_customer as c')
      .innerJoin('exhibition as e', onOrg('e.id', 'c.exhibition_id'))
      .select('e.name')
      .where('c.organization_id', '=', id)
      .where((eb) => eb('c.id', '=', eb.fn.any(eb.val(ids))))
      .where('c.total_minor', '>', 0)
      .where('e.ends_on', '>=', dayIn(timeZone, ctx.clock.now()))
      .limit(1)
      .executeTakeFirst();
    if (!running) {
      const owed = await ctx.db
        .selectFrom('exhibition_credit')
        .select(['balance_minor', 'currency'])
        .where('organization_id', '=', id)
        .where((eb) => eb('customer_id', '=', eb.fn.any(eb.val(ids))))
        .where('balance_minor', '>', 0)
        .limit(1)
        .executeTakeFirst();
      if (!owed) return null;
      const { balance_minor, currency } = owed;
      return refuse('exhibition.customer.credit_open', { amount: formatAmount(balance_minor, currency), currency });
    }
    return refuse('exhibition.customer.bills_open', { exhibition: running.name });
  },
};

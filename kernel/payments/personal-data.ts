import { inOrg } from '../ctx/index.ts';
import { refuse } from '../lib/result.ts';
import { known, type PersonalData } from '../module/index.ts';

const PAYMENT = known('payment');

export const personalData: PersonalData = {
  rows: [
    {
      table: 'payment',
      of: `t.person_id in ${known('person')}
        or exists (select from person_ref r where r.kind = t.subject_type and r.id::uuid = t.subject_id)`,
      gives: { payment: 'id', 'ledger.entry': 'ledger_entry_id' },
      erase: { person_id: 'null', payer_name: `''` },
      why: 'books',
    },
    { table: 'payment_event', of: `t.payment_id in ${PAYMENT}`, erase: { note: 'null' }, why: 'books' },
  ],
  mentions: [
    { table: 'payment', columns: ['description', 'payer_name', 'denial_reason'], of: `t.id in ${PAYMENT}` },
    { table: 'payment_event', columns: ['actor_name', 'note'], of: `t.payment_id in ${PAYMENT}` },
  ],
  async open(ctx, idsOf) {
    const ids = idsOf('payment');
    const payment = await ctx.db
      .selectFrom('payment')
      .select('reference')
      .where(inOrg(ctx))
      .where((eb) => eb('id', '=', eb.fn.any(eb.val(ids))))
      .where((eb) =>
        eb.or([
          eb('state', 'in', ['awaiting', 'submitted', 'unknown']),
          eb.and([eb('owed', '=', true), eb('state', '=', 'verified')]),
        ]),
      )
      .limit(1)
      .executeTakeFirst();
    return payment ? refuse('personal_data.payment_open', { reference: payment.reference }) : null;
  },
};

import { inOrg } from '../../kernel/ctx/index.ts';
import { refuse } from '../../kernel/lib/result.ts';
import { ERASED, known, type PersonalData } from '../../kernel/module/index.ts';

const ORDER = known('raffle.order');

export const personalData: PersonalData = {
  // Orders of the desk need no person.
  roots: [{ kind: 'raffle.order', table: 'raffle_order', name: 'contact_name' }],
  rows: [
    {
      table: 'raffle_order',
      of: `t.id in ${ORDER} or t.person_id in ${known('person')} or t.conversation_id in ${known('conversation')}`,
      gives: { 'raffle.order': 'id', person: 'person_id', payment: 'payment_id', file: 'ticket_file_id' },
      words: ['contact_name', 'contact_phone'],
      erase: {
        person_id: 'null',
        conversation_id: 'null',
        contact_name: `'${ERASED}'`,
        contact_phone: 'null',
        ticket_file_id: 'null',
        held_from: 'null',
      },
      why: 'books',
    },
  ],
  mentions: [{ table: 'raffle_order', columns: ['created_by_name', 'end_reason'], of: `t.id in ${ORDER}` }],
  async open(ctx, idsOf) {
    const ids = idsOf('raffle.order');
    const order = await ctx.db
      .selectFrom('raffle_order as o')
      .select(['o.code'])
      .where(inOrg(ctx, 'o'))
      .where((eb) => eb('o.id', '=', eb.fn.any(eb.val(ids))))
      .where((eb) =>
        eb.or([
          eb('o.state', 'in', ['draft', 'pending_payment']),
          // Whoever may still win must be found.
          eb.and([
            eb('o.state', '=', 'paid'),
            eb.not(
              eb.exists(
                eb
                  .selectFrom('raffle_draw as d')
                  .select('d.id')
                  .whereRef('d.organization_id', '=', 'o.organization_id')
                  .whereRef('d.raffle_id', '=', 'o.raffle_id')
                  .where('d.state', '=', 'drawn'),
              ),
            ),
          ]),
        ]),
      )
      .limit(1)
      .executeTakeFirst();
    return order ? refuse('raffle.order.person_open', { code: order.code }) : null;
  },
};

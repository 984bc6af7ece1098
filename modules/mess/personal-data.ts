import { inOrg, onOrg, orgOf } from '../../kernel/ctx/index.ts';
import { refuse } from '../../kernel/lib/result.ts';
import { known, type PersonalData } from '../../kernel/module/index.ts';
import { todayOf } from './cycles/cycles.query.ts';
import { chargesOf, creditOf } from './payments/owed.query.ts';

const STUDENT = known('mess.student');
const rowsOf = (table: string, erase: 'delete' | 'keep') =>
  ({ table, of: `t.student_id in ${STUDENT}`, erase, ...(erase === 'keep' && { why: 'books' }) }) as const;

export const personalData: PersonalData = {
  rows: [
    {
      table: 'mess_student',
      of: `t.person_id in ${known('person')} or t.id in ${STUDENT}`,
      gives: { 'mess.student': 'id', person: 'person_id', file: 'photo_file_id' },
      words: ['roll_number'],
      erase: {
        roll_number: `'ERASED-' || upper(right(replace(t.id::text, '-', ''), 20))`,
        room: 'null',
        photo_file_id: 'null',
        state: `'left'`,
        denial_reason: 'null',
        notify_meals: 'false',
        changing_code: 'false',
      },
      why: 'books',
    },
    { ...rowsOf('mess_qr_picture', 'delete'), gives: { file: 'file_id' } },
    { ...rowsOf('mess_code_phone', 'delete'), hidden: ['link_hash', 'key_hash'] },
    rowsOf('mess_cut', 'keep'),
    { ...rowsOf('mess_cycle_payment', 'keep'), gives: { payment: 'payment_id', 'mess.cycle_payment': 'id' } },
    rowsOf('mess_rebate', 'keep'),
    { ...rowsOf('mess_scan', 'keep'), hidden: ['code_hash', 'nonce'] },
    rowsOf('mess_service', 'keep'),
  ],
  mentions: [
    { table: 'mess_cut', columns: ['created_by_name'], of: `t.student_id in ${STUDENT}` },
    { table: 'mess_scan', columns: ['by_hand_reason', 'note'], of: `t.student_id in ${STUDENT}` },
    { table: 'mess_announcement', columns: ['text'] },
    { table: 'mess_closure', columns: ['reason'] },
  ],
  async open(ctx, idsOf) {
    const { currency } = orgOf(ctx);
    for (const id of idsOf('mess.student')) {
      const payments = await ctx.db
        .selectFrom('mess_cycle_payment as p')
        .innerJoin('mess_cycle as c', onOrg('c.id', 'p.cycle_id'))
        .select('c.name')
        .where(inOrg(ctx, 'p'))
        .where('p.student_id', '=', id)
        .where((eb) =>
          eb.or([
            eb('p.state', '=', 'uploaded'),
            eb.and([eb('p.state', '=', 'verified'), eb('c.ends_on', '>=', todayOf(ctx))]),
          ]),
        )
        .limit(1)
        .executeTakeFirst();
      if (payments) return refuse('mess.student.cycle_open', { cycle: payments.name });
      const [credit, charges] = [await creditOf(ctx, id, currency, null), await chargesOf(ctx, id, currency, null)];
      if (credit !== 0 || charges !== 0) return refuse('mess.student.account_open');
    }
    return null;
  },
};

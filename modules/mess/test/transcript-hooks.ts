import type { Hooks, Stage } from '../../../kernel/conversations/test/transcripts.ts';
import { denyPayment, verifyPayment } from '../../../kernel/payments/index.ts';
import { patchSettings } from '../../../kernel/settings/index.ts';
import { askOffice } from '../chat/office/send-question.job.ts';
import { closeMess } from '../closures/close-mess.action.ts';
import { sendProof } from '../payments/pay-cycle.action.ts';
import { decideStudent } from '../students/decide-student.action.ts';
import { registerStudent } from '../students/register-student.action.ts';
import { MEALS, newCycle, putMeals } from './factories.ts';

const ok = <T>(result: { ok: true; data: T } | { ok: false; code: string }): T => {
  if (!result.ok) throw new Error(result.code);
  return result.data;
};

/** The student who registered last, whose chat the transcript plays. */
const latest = (stage: Stage) =>
  stage.organization.ctx.db.selectFrom('mess_student').selectAll().orderBy('id', 'desc').executeTakeFirstOrThrow();

const latestPayment = async (stage: Stage) =>
  (
    await stage.organization.ctx.db
      .selectFrom('payment')
      .select('id')
      .where('subject_type', '=', 'mess.cycle_payment')
      .orderBy('id', 'desc')
      .executeTakeFirstOrThrow()
  ).id;

let serial = 0;

/** The mess's commands in transcripts, by name. */
export const messHooks: Hooks = {
  /** A Tuesday noon in Kolkata, in a hostel of the mess alone. */
  async prepare(stage) {
    const { app, organization } = stage;
    app.clock.set('2026-11-10T06:30:00Z');
    await app.boot.database.system
      .updateTable('organization')
      .set({ modules: ['mess'] })
      .where('id', '=', organization.id)
      .execute();
    const admin = await organization.as('admin');
    await newCycle(admin);
    await putMeals(app, admin, MEALS);
  },
  does: {
    /** local time: `! at 2026-11-21 22:59:59` */
    async at(stage, day, time) {
      stage.app.clock.set(`${day}T${time}+05:30`);
    },
    async settle(stage) {
      await stage.settle();
    },
    async approve(stage) {
      ok(await decideStudent(stage.organization.ctx, (await latest(stage)).id, 'approve'));
      await stage.settle();
    },
    async deny(stage, ...reason) {
      ok(await decideStudent(stage.organization.ctx, (await latest(stage)).id, 'deny', reason.join(' ')));
      await stage.settle();
    },
    /** every student gets a changing code from now on */
    async changing(stage) {
      ok(await patchSettings(stage.organization.ctx, 'mess', { changing_codes: true }));
    },
    async suspend(stage) {
      ok(await decideStudent(stage.organization.ctx, (await latest(stage)).id, 'suspend'));
      await stage.settle();
    },
    async verify(stage) {
      ok(await verifyPayment(stage.organization.ctx, await latestPayment(stage)));
      await stage.settle();
    },
    async unreadable(stage) {
      ok(await denyPayment(stage.organization.ctx, await latestPayment(stage), { reason: 'unreadable' }));
      await stage.settle();
    },
    async close(stage, from, to) {
      ok(await closeMess(stage.organization.ctx, { from: from ?? '', to: to ?? '', reason: 'Festival' }));
      await stage.settle();
      await stage.settle();
    },
    /** the writer is a member of staff: `! staff admin`, then `> (start staff-{code})` */
    async staff(stage, role) {
      const made = await (await stage.organization.as(role as 'ops' | 'admin')).post('/staff/chats/code');
      return { code: made.body.data.code };
    },
    /** another student registers by chat: `! joins Ravi_Menon` */
    async joins(stage, name = 'Ravi_Menon') {
      const { ctx } = stage.organization;
      const roll_number = `21EE${200 + ++serial}`;
      const student = ok(await registerStudent(ctx, { name: name.replace('_', ' '), roll_number, room: 'C-101' }));
      await askOffice(ctx, { about: 'registration', id: student.id });
      await stage.settle();
      return { roll: roll_number };
    },
    /** the same student, but imported */
    async listed(stage, roll_number) {
      const { ctx } = stage.organization;
      ok(
        await registerStudent(ctx, { name: 'Meera Nair', roll_number: roll_number ?? '', room: 'D-7', approve: true }),
      );
    },
    /** the student who joined last sends the number of a transfer */
    async pays(stage, number) {
      const { ctx } = stage.organization;
      const { id } = await latest(stage);
      const sent = ok(await sendProof(ctx, id, { transactionReference: number ?? 'UTR1' }));
      await askOffice(ctx, { about: 'proof', id: sent.payment?.id ?? '' });
      await stage.settle();
    },
  },
};

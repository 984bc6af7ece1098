import type { Hooks, Stage } from '../../../kernel/conversations/test/transcripts.ts';
import { denyPayment, refundPayment, verifyPayment } from '../../../kernel/payments/index.ts';
import { enterSeed } from '../draws/enter-seed.action.ts';
import { freezeDraw } from '../draws/freeze-draw.action.ts';
import { confirmOrder } from '../orders/confirm-order.action.ts';
import { expireOrders } from '../orders/expire-orders.action.ts';
import { placeOrder } from '../orders/place-order.action.ts';
import { changeRaffle } from '../raffles/save-raffle.action.ts';
import { openRaffle } from './factories.ts';

const ok = <T>(result: { ok: true; data: T } | { ok: false; code: string }): T => {
  if (!result.ok) throw new Error(result.code);
  return result.data;
};

/** The latest payment of the organization, which belongs to the person in the chat. */
async function latestPayment(stage: Stage): Promise<string> {
  const row = await stage.organization.ctx.db
    .selectFrom('payment')
    .innerJoin('raffle_order as o', 'o.payment_id', 'payment.id')
    .select('payment.id')
    .where('o.conversation_id', 'is not', null)
    .orderBy('payment.id', 'desc')
    .executeTakeFirstOrThrow();
  return row.id;
}

/** The steps between the messages of the raffle's transcripts, by name. */
export const raffleHooks: Hooks = {
  /** In an organization with raffles only, because the menu shows every module of an organization. */
  async prepare(stage) {
    await stage.app.boot.database.system
      .updateTable('organization')
      .set({ modules: ['raffle'] })
      .where('id', '=', stage.organization.id)
      .execute();
    const admin = await stage.organization.as('admin');
    const raffle = await openRaffle(admin, { title: 'Onam raffle', last_number: 1000, draw_on: '2030-09-01' });
    return { raffle: raffle.title, code: raffle.code };
  },
  async wait(stage) {
    await expireOrders(stage.organization.ctx);
    await stage.settle();
  },
  does: {
    /** others buy numbers: `! others 5 12` */
    async others(stage, ...numbers) {
      const ctx = stage.organization.ctx;
      const raffle = String(stage.captured.code);
      const order = ok(await placeOrder(ctx, { raffle, numbers: numbers.map(Number), contactName: 'Somebody' }));
      ok(await confirmOrder(ctx, order.id));
    },
    async raffle(stage, title) {
      await openRaffle(await stage.organization.as('admin'), { title: title ?? 'Second', last_number: 100 });
    },
    async close(stage) {
      ok(await changeRaffle(stage.organization.ctx, String(stage.captured.code), { active: false }));
    },
    async settle(stage) {
      await stage.settle();
      return undefined;
    },
    async refund(stage) {
      ok(await refundPayment(stage.organization.ctx, await latestPayment(stage), { reason: 'too late' }));
      await stage.settle();
      return undefined;
    },
    async freeze(stage) {
      const draw = ok(
        await freezeDraw(stage.organization.ctx, String(stage.captured.code), {
          winners: 1,
          seed_source: 'State lottery',
        }),
      );
      await stage.settle();
      await stage.settle();
      return { draw: draw.id };
    },
    async draw(stage) {
      ok(await enterSeed(stage.organization.ctx, String(stage.captured.draw), 'KR 123456'));
      await stage.settle();
      await stage.settle();
      return undefined;
    },
    async verify(stage) {
      ok(await verifyPayment(stage.organization.ctx, await latestPayment(stage)));
      await stage.settle();
    },
    async deny(stage) {
      ok(await denyPayment(stage.organization.ctx, await latestPayment(stage), { reason: 'unreadable' }));
      await stage.settle();
    },
  },
};

import { directPhone, type Hooks, type Stage } from '../../../kernel/conversations/test/transcripts.ts';
import { denyPayment, verifyPayment } from '../../../kernel/payments/index.ts';
import { useTestApp } from '../../../test/harness/index.ts';
import { readPdf } from '../../../test/harness/pdf.ts';
import type { Meter } from '../meters/contract.ts';
import { claim, newMeter, newTariff, type Supplier, supplier } from './factories.ts';

let desk: Supplier;
let meter: Meter;

const latestPayment = async ({ organization }: Stage) =>
  (
    await organization.ctx.db
      .selectFrom('payment')
      .select('id')
      .where('organization_id', '=', organization.id)
      .orderBy('id', 'desc')
      .executeTakeFirstOrThrow()
  ).id;

const read = (register_wh: number, taken_at: Date) =>
  desk.ops.post(`/electricity/meters/${meter.id}/manual-readings`, { register_wh, taken_at: taken_at.toISOString() });

/** The digits of a voucher of 20 kWh, from its printed sheet. */
async function newVoucher(): Promise<string> {
  const batches = '/electricity/voucher-batches';
  const input = { name: 'Market', count: 1, kwh: 20, price: '2000', expires_on: '2099-01-01' };
  const made = await desk.admin.post(batches, input);
  if (made.status !== 201) throw new Error(JSON.stringify(made.body));
  const { id, code } = made.body.data;
  const { text } = await readPdf((await desk.admin.get(`${batches}/${id}/sheets.pdf`)).raw);
  await desk.ops.post(`${batches}/${id}/sales`, { from: 1, to: 1 });
  return text.split(`${code}-`)[1]?.slice(4).replace(/\D/g, '').slice(0, 20) ?? '';
}

/** Electricity's commands in transcripts, by name. */
export const electricityHooks: Hooks = {
  /** A Monday morning in Kigali, at a supplier of electricity alone. */
  async place() {
    const app = await useTestApp();
    app.clock.set('2031-03-03T08:00:00Z');
    desk = await supplier(app, { modules: ['electricity'] });
    const { organization } = desk;
    return {
      app,
      organization,
      phone: (channel, language) =>
        directPhone(app, organization, channel as Parameters<typeof directPhone>[2], language),
    };
  },
  /** A household that has just moved in, with a code for its chat: somebody else had its meter until yesterday. */
  async prepare({ app }) {
    await newTariff(desk.admin);
    await desk.owner.patch('/settings/payments', { pay_to: 'Bank of Kigali 0001' });
    meter = await newMeter(desk.ops);
    await desk.admin.post(`/electricity/meters/${meter.id}/keypad`, { kind: 'openpaygo', unit_wh: 1000 });
    await claim(desk.ops, await desk.join(), meter);
    await desk.ops.post(`/electricity/meters/${meter.id}/purchases`, { amount: '1780', cash: true });
    await read(0, new Date('2031-02-20T08:00:00Z'));
    await read(17_000, new Date('2031-03-01T08:00:00Z'));
    await desk.ops.post(`/electricity/meters/${meter.id}/release`, { reason: 'moved out' });
    app.clock.advance(600_000);
    const person = await desk.join();
    await claim(desk.ops, person, meter);
    const { message } = (await person.post('/portal/account/chats/code')).body.data;
    return { link: message, voucher: await newVoucher() };
  },
  does: {
    async verify(stage) {
      const done = await verifyPayment(stage.organization.ctx, await latestPayment(stage));
      if (!done.ok) throw new Error(done.code);
      await stage.settle();
    },
    async unreadable(stage) {
      const done = await denyPayment(stage.organization.ctx, await latestPayment(stage), { reason: 'unreadable' });
      if (!done.ok) throw new Error(done.code);
      await stage.settle();
    },
    /** the first days of April, with 9 kWh used since */
    async month({ app }) {
      app.clock.set('2031-04-03T08:00:00Z');
      desk.ops = await desk.organization.as('ops');
      await read(26_000, new Date('2031-03-31T08:00:00Z'));
    },
  },
};

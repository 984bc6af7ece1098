import { sql } from 'kysely';
import sharp from 'sharp';
import { formOf } from '../../../test/harness/form.ts';
import {
  type Caller,
  newOrganization,
  type TestApp,
  type TestOrganization,
  useTestApp,
} from '../../../test/harness/index.ts';
import { text } from '../../../test/receipts/text.ts';
import type { Role } from '../../ctx/index.ts';
import { transaction } from '../../db/index.ts';
import { newId } from '../../lib/ids.ts';
import { ok, type Result } from '../../lib/result.ts';
import { type NewPayment, openPayment, type Payable, type Payment } from '../index.ts';

/** The calls that the tests' own payable received, and its next answer. */
type Till = {
  verified: Payment[];
  denied: [Payment, string][];
  refunded: [Payment, { reason: string; mistaken: boolean }][];
  refundedPart: [Payment, { reason: string }][];
  answer: Result<{ owed?: true }>;
};

export const TYPE = 'test.order';
/** The same, of a module that notifies people itself. */
export const QUIET = 'test.quiet';

/** An application with a payable for tests, an organization in it, and people of each role. */
export async function till(over: { app?: TestApp } = {}) {
  const app = over.app ?? (await useTestApp());
  const modules = [...app.boot.manifests.map(({ name }) => name), 'test'];
  const organization = await newOrganization(app, { modules });
  const calls: Till = { verified: [], denied: [], refunded: [], refundedPart: [], answer: ok({}) };
  tills.set(organization.id, calls);
  const payables = app.boot.services.payables as Map<string, Payable>;
  payables.set(TYPE, payable).set(QUIET, { ...payable, type: QUIET, notifiesPayer: true });
  const as = (role: Role) => organization.as(role);
  const [owner, admin, ops] = await Promise.all([as('owner'), as('admin'), as('ops')]);
  return { app, organization, calls, as, owner, admin, ops, db: organization.ctx.db };
}

const tills = new Map<string, Till>();
const tillOf = (organizationId: string | undefined) => tills.get(organizationId ?? '') as Till;

const payable: Payable = {
  type: TYPE,
  // Stands for the lock of a module's own row.
  async lock(tx, subjectId) {
    await sql`select pg_advisory_xact_lock(hashtextextended(${subjectId}, 0))`.execute(tx.db);
  },
  label: 'console.payments.method.cash',
  income: 'income:test',
  describe: async (_ctx, ids) => new Map(ids.map((id) => [id, { title: `Order ${id.slice(-4)}`, url: `/test/${id}` }])),
  async verified(tx, payment) {
    const calls = tillOf(tx.organization?.id);
    calls.verified.push(payment);
    return calls.answer;
  },
  async denied(tx, payment, reason) {
    tillOf(tx.organization?.id).denied.push([payment, reason]);
  },
  async refunded(tx, payment, how) {
    tillOf(tx.organization?.id).refunded.push([payment, how]);
  },
  async refundedPart(tx, payment, how) {
    tillOf(tx.organization?.id).refundedPart.push([payment, how]);
  },
};

export async function open(organization: TestOrganization, over: Partial<NewPayment> = {}): Promise<Payment> {
  const opened = await transaction(organization.ctx, (tx) =>
    openPayment(tx, {
      subject: { type: TYPE, id: newId() },
      payerName: 'Asha Verma',
      amountMinor: 30_000,
      currency: 'INR',
      description: 'Onam raffle: 5, 12, 99',
      ...over,
    }),
  );
  if (!opened.ok) throw new Error(opened.code);
  return opened.data;
}

/** A picture sent to POST /files, then submitted as the proof of a payment through the API. */
export async function sendProof(caller: Caller, paymentId: string, picture: Uint8Array | null, more: object = {}) {
  let file_id: string | undefined;
  if (picture) {
    const form = await formOf({}, { name: 'receipt.png', bytes: picture, type: 'image/png' });
    const stored = await caller.post('/files?purpose=payments.proof', form.body, form.headers);
    if (stored.status !== 201) throw new Error(JSON.stringify(stored.body));
    file_id = stored.body.data.id;
  }
  const sent = await caller.post(`/payments/${paymentId}/proofs`, { ...(file_id && { file_id }), ...more });
  if (sent.status !== 200) throw new Error(JSON.stringify(sent.body));
  return sent.body.data;
}

/** A payment with a proof on the desk. */
export async function submitted(organization: TestOrganization, caller: Caller, over: Partial<NewPayment> = {}) {
  const payment = await open(organization, over);
  await sendProof(caller, payment.id, null, { transaction_reference: `TX${payment.reference}${payment.id.slice(-6)}` });
  return payment;
}

export type Receipt = { amount: string; transaction: string; time: string; from: string };

/**
 * The values of a receipt that no other test uses: tests share the server, and other organizations' pictures are
 * compared too.
 */
export function purchase(): Receipt {
  // Pseudo-random and the same in every run: whether two pictures are alike must not depend on luck.
  const digit = () => {
    drawn = (drawn * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((drawn / 2_147_483_648) * 10);
  };
  const digits = (n: number) => Array.from({ length: n }, digit).join('');
  return {
    amount: `${digits(4)}.${digits(2)}`,
    transaction: digits(12),
    time: `${digits(2)} Nov, ${digits(2)}:${digits(2)}`,
    from: `AC ${digits(10)}`,
  };
}
let drawn = 20_261_121;

/**
 * A receipt as a bank's app shows it, drawn as a phone's screenshot. Its words are outlines, the same with any fonts.
 */
export async function receipt({ amount, transaction, time, from }: Receipt = purchase()): Promise<Buffer> {
  const line = async (y: number, label: string, value: string) =>
    (await text(80, y, 44, '#888', label)) + (await text(80, y + 70, 52, '#222', value));
  const words = await Promise.all([
    text(540, 720, 120, '#222', `₹${amount}`, 'middle'),
    line(920, 'Paid to', 'Kerala Arts Club'),
    line(1130, 'Transaction', transaction),
    line(1340, 'Date', time),
    line(1550, 'From', from),
  ]);
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="1080" height="2340">
    <rect width="1080" height="2340" fill="#fff"/><rect width="1080" height="420" fill="#1a8f4c"/>
    <circle cx="540" cy="210" r="110" fill="#fff"/>${words.join('')}
    <rect x="80" y="2100" width="920" height="130" rx="60" fill="#1a8f4c"/></svg>`;
  return sharp(Buffer.from(svg)).png().toBuffer();
}

/** Changes settings of payments, which only an owner may. */
export async function settings(organization: TestOrganization, patch: object) {
  const owner = await organization.as('owner');
  const done = await owner.patch('/settings/payments', patch);
  if (done.status !== 200) throw new Error(JSON.stringify(done.body));
}

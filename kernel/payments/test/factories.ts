import { sql } from 'kysely';
import sharp from 'sharp';
import { formOf } from '../../../test/harness/form.ts';
import {
  type Caller,
  newOrganization,
  type TestHouse,
  type TestOrganization,
  useHouse,
} from '../../../test/harness/index.ts';
import type { Role } from '../../ctx/index.ts';
import { transaction } from '../../db/index.ts';
import { newId, shortId } from '../../lib/ids.ts';
import { ok, type Result } from '../../lib/result.ts';
import { type NewPayment, openPayment, type Payable, type Payment } from '../index.ts';

/** What the tests' own payable heard, and what it is to answer next. */
export type Till = {
  verified: Payment[];
  denied: [Payment, string][];
  refunded: [Payment, { reason: string; mistaken: boolean }][];
  answer: Result<{ owed?: true }>;
};

export const TYPE = 'test.order';
/** The same, of a module that tells people itself. */
export const QUIET = 'test.quiet';

/** A house with a payable of the tests' own, an organization in it, and people of each role. */
export async function till(over: { house?: TestHouse } = {}) {
  const house = over.house ?? (await useHouse());
  const organization = await newOrganization(house);
  const heard: Till = { verified: [], denied: [], refunded: [], answer: ok({}) };
  tills.set(organization.id, heard);
  const payables = house.boot.house.payables as Map<string, Payable>;
  payables.set(TYPE, payable).set(QUIET, { ...payable, type: QUIET, tellsPerson: true });
  const as = (role: Role) => organization.as(role);
  return { house, organization, heard, as, admin: await as('admin'), ops: await as('ops'), db: organization.ctx.db };
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
    const heard = tillOf(tx.organization?.id);
    heard.verified.push(payment);
    return heard.answer;
  },
  async denied(tx, payment, reason) {
    tillOf(tx.organization?.id).denied.push([payment, reason]);
  },
  async refunded(tx, payment, how) {
    tillOf(tx.organization?.id).refunded.push([payment, how]);
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

/** What stands on a receipt of nobody else's: tests share the house, and other organizations' pictures are compared as well. */
export function purchase(): Receipt {
  const digits = (n: number) => Array.from({ length: n }, () => Math.floor(Math.random() * 10)).join('');
  return {
    amount: `${digits(4)}.${digits(2)}`,
    transaction: digits(12),
    time: `${digits(2)} Nov, ${digits(2)}:${digits(2)}`,
    from: shortId(12),
  };
}

/** A receipt as a bank's app shows it, drawn: a screenshot of a phone. */
export async function receipt({ amount, transaction, time, from }: Receipt = purchase()): Promise<Buffer> {
  const line = (y: number, label: string, value: string) =>
    `<text x="80" y="${y}" font-size="44" fill="#888">${label}</text><text x="80" y="${y + 70}" font-size="52" fill="#222">${value}</text>`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="1080" height="2340" font-family="sans-serif">
    <rect width="1080" height="2340" fill="#fff"/><rect width="1080" height="420" fill="#1a8f4c"/>
    <circle cx="540" cy="210" r="110" fill="#fff"/>
    <text x="540" y="720" font-size="120" text-anchor="middle" fill="#222">₹${amount}</text>
    ${line(920, 'Paid to', 'Kerala Arts Club')}${line(1130, 'Transaction', transaction)}${line(1340, 'Date', time)}${line(1550, 'From', from)}
    <rect x="80" y="2100" width="920" height="130" rx="60" fill="#1a8f4c"/></svg>`;
  return sharp(Buffer.from(svg)).png().toBuffer();
}

export async function settings(admin: Caller, patch: object) {
  const done = await admin.patch('/settings/payments', patch);
  if (done.status !== 200) throw new Error(JSON.stringify(done.body));
}

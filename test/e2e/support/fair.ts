import { expect } from 'vitest';
import { type Caller, found } from './api.ts';
import type { Site } from './server.ts';
import type { Stage } from './stage.ts';

/** A fair for its last hour: a till that is required, two stalls, items of two rates, a customer, and play money. */

export type Bill = {
  id: string;
  code: string;
  state: string;
  amount: string;
  discount: string;
  paid: string;
  rounding_minor: number;
};
type BillDetail = Bill & {
  taxes: { rate: number; net: string; tax: string }[];
  payments: { id: string; state: string; reference: string; amount: string }[];
};
export type Fair = {
  call: Caller;
  customer: { id: string; code: string };
  stalls: { id: string; code: string }[];
  /** Newest first. */
  bills(): Promise<Bill[]>;
  bill(id: string): Promise<BillDetail>;
};

export async function openFair(server: Site): Promise<Fair> {
  const call = await found(server);
  await call('PATCH', '/settings/exhibition', { receipt_paper: '80mm' });
  await call('PATCH', '/settings/till', { required: true });
  await call('PATCH', '/settings/sandbox', { enabled: true });
  await call('PATCH', '/settings/payments', { pay_to: 'Handloom Fair\nfair@okhdfc' });
  await call('POST', '/till/drawers', { name: 'Cash desk' });
  const day = (offset: number) => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);
  const fair = await call<{ id: string }>('POST', '/exhibition/exhibitions', {
    name: 'Winter Handloom Fair',
    prefix: 'WHF',
    starts_on: day(-1),
    ends_on: day(7),
    tax_label: 'GST',
    tax_percent: '5',
  });
  const item = (name: string, price: string, more: object) =>
    call('POST', '/exhibition/items', { exhibition_id: fair.id, name, price, ...more });
  await item('Clay bowl', '75', { code: 'c1' });
  await item('Brass lamp', '99.99', { code: 'l2', tax_percent: '18' });
  const stalls: Fair['stalls'] = [];
  for (const [code, name, thing] of [
    ['A1', 'Wool', 'Scarf'],
    ['B2', 'Toys', 'Kite'],
  ] as const) {
    const more = { exhibition_id: fair.id, commission_percent: '10' };
    const stall = await call<{ id: string; code: string }>('POST', '/exhibition/stalls', { code, name, ...more });
    stalls.push(stall);
    await item(thing, '100', { code: 'x1', stall_id: stall.id });
  }
  const customer = await call<Fair['customer']>('POST', '/exhibition/customers', {
    name: 'Ananya Rao',
    email: 'ananya@example.com',
  });
  return {
    call,
    customer,
    stalls,
    bills: () => call('GET', '/exhibition/bills'),
    bill: (id) => call('GET', `/exhibition/bills/${id}`),
  };
}

/** The customer pays by the code's link on a phone of their own, to a provider of play money. */
export async function payByLink({ visit }: Pick<Stage, 'visit'>, link: string): Promise<void> {
  const { page, close } = await visit({ viewport: { width: 390, height: 844 }, hasTouch: true });
  await page.goto(link);
  await page.getByRole('button', { name: 'Pay by play money' }).tap();
  await page.getByRole('button', { name: /^Pay/ }).tap();
  await page.getByText('Paid. Thank you!').waitFor();
  await close();
}

type Sum = { count: number; amount: string };
type Report = {
  kind: string;
  session: { expected: string; counted: string; difference: string; cashier: { name: string } };
  cash: (Sum & { kind: string })[];
  by_method: (Sum & { method: string })[];
  by_subject: Sum[];
  by_tax: { rate: number; net: string; tax: string }[];
  untaxed: string;
  rounding: string;
  by_hour: Sum[];
  total: string;
};
type Entry = { kind: string; actor: string; lines: { account: string; amount_minor: number }[] };

const DRAWER = 'assets:cash:cash_desk';
/** How the till's report names a movement in the drawer, and what the ledger calls its entry. */
const KINDS: Record<string, string> = {
  float: 'till.float',
  sale: 'payment.verified',
  refund: 'payment.refunded',
};
const METHODS: Record<string, string> = { cash: DRAWER, card: 'assets:card', proof: 'assets:bank' };
const minor = (amount: string) => Math.round(Number(amount) * 100);
const sumOf = (amounts: number[]) => amounts.reduce((sum, one) => sum + one, 0);
const asMinor = (sums: Sum[]) => sumOf(sums.map(({ amount }) => minor(amount)));

/** Each line of the closed till's report is compared with the ledger's own entries, and the ledger with everything. */
export async function zAgrees({ call, bills }: Fair): Promise<Report> {
  const [session] = await call<{ id: string }[]>('GET', '/till/sessions');
  const report = await call<Report>('GET', `/till/sessions/${session?.id}/report`);
  const entries = await call<Entry[]>('GET', '/ledger/entries?limit=100');
  const { expected, counted, difference, cashier } = report.session;
  expect(report.kind).toBe('z');
  // The lines of one account in the cashier's entries of a kind: how many, and their sum.
  const booked = (account: string, ...kinds: string[]) => {
    const own = entries.filter((one) => one.actor === cashier.name && kinds.includes(one.kind));
    const lines = own.flatMap((one) => one.lines.filter((line) => line.account === account));
    return { count: lines.length, minor: sumOf(lines.map((line) => line.amount_minor)) };
  };
  const asBooked = (sum: Sum) => ({ count: sum.count, minor: minor(sum.amount) });

  // The drawer: each kind of movement, what should be in it, the difference, and nothing left in it.
  for (const line of report.cash) expect(asBooked(line), line.kind).toEqual(booked(DRAWER, KINDS[line.kind] ?? ''));
  expect(report.cash.map(({ kind }) => kind)).toEqual(Object.keys(KINDS));
  expect(minor(expected)).toBe(asMinor(report.cash));
  expect(booked(DRAWER, 'till.difference')).toEqual({ count: 1, minor: minor(difference) });
  expect(booked(DRAWER, 'till.handover')).toEqual({ count: 1, minor: -minor(counted) });
  const accounts = await call<{ code: string; balances: { balance: string }[] }[]>('GET', '/ledger/accounts');
  expect(accounts.find(({ code }) => code === DRAWER)?.balances[0]?.balance).toBe('0.00');

  // By method; and what is said by thing, hour and tax is the same money.
  const taken = (method: string) => booked(METHODS[method] ?? '', 'payment.verified', 'payment.refunded');
  for (const line of report.by_method) expect(asBooked(line), line.method).toEqual(taken(line.method));
  const methods = Object.keys(METHODS).filter((method) => taken(method).count > 0);
  expect(report.by_method.map(({ method }) => method).sort()).toEqual(methods.sort());
  const total = minor(report.total);
  const sold = entries.filter(({ kind, actor }) => kind.startsWith('payment.') && actor === cashier.name);
  const assets = sold.flatMap(({ lines }) => lines.filter(({ account }) => Object.values(METHODS).includes(account)));
  expect(total).toBe(sumOf(assets.map((line) => line.amount_minor)));
  for (const sums of [report.by_method, report.by_subject, report.by_hour]) expect(asMinor(sums)).toBe(total);
  // What bills were rounded by has no tax, and a line of its own: all of it is the total.
  expect(minor(report.rounding)).toBe(sumOf((await bills()).map(({ rounding_minor }) => rounding_minor)));
  expect(report.untaxed).toBe('0.00');
  expect(sumOf(report.by_tax.map(({ net, tax }) => minor(net) + minor(tax))) + minor(report.rounding)).toBe(total);
  for (const { rate, net, tax } of report.by_tax)
    expect(Math.abs(minor(tax) - (minor(net) * rate) / 100), `${rate} %`).toBeLessThanOrEqual(3);
  expect(await call('GET', '/ledger/verification')).toMatchObject({ ok: true, fault_count: 0 });
  return report;
}

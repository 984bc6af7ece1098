import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { newMachine, newMerchant } from '../modules/coffee/test/factories.ts';
import { newMeter } from '../modules/electricity/test/factories.ts';
import { openRaffle } from '../modules/raffle/test/factories.ts';
import { openTestApp, type TestApp } from './harness/index.ts';
import { type Populated, populate } from './harness/populated.ts';

/** The examples of docs/openapi.json, sent as they stand there: what people copy works. */
type Media = { example?: unknown };
type Operation = {
  operationId: string;
  requestBody?: { content: Record<string, Media> };
  responses: Record<string, { content?: Record<string, Media> }>;
};
type Example = { id: string; path: string; body: Record<string, unknown>; reply?: { data: unknown } };

const { paths } = JSON.parse(readFileSync('docs/openapi.json', 'utf8')) as {
  paths: Record<string, Record<string, Operation>>;
};
const examples: Example[] = Object.entries(paths).flatMap(([path, { post }]) => {
  const body = post?.requestBody?.content['application/json']?.example as Example['body'] | undefined;
  if (!post || !body) return [];
  const good = Object.entries(post.responses).find(([status]) => status.startsWith('2'))?.[1];
  return [
    { id: post.operationId, path, body, reply: good?.content?.['application/json']?.example as Example['reply'] },
  ];
});

const MUST = [
  'addApiKey',
  'addWebhook',
  'addDevice',
  'addPerson',
  'addInvitation',
  'addExhibition',
  'addCustomer',
  'addBill',
  'addWalkInBill',
  'addStudent',
  'addCycle',
  'addCut',
  'addMeter',
  'addMeterPurchase',
  'addTariff',
  'addRaffle',
  'reserveNumbers',
  'addMerchant',
  'addMachine',
  'createMachineOrder',
  'reportMachineStatus',
  'addMachineCommand',
];

let app: TestApp;
let there: Populated;
let machine: Awaited<ReturnType<typeof newMachine>>;
beforeAll(async () => {
  app = await openTestApp({});
  there = await populate(app);
  machine = await newMachine({ app, admin: there.owner, merchant: await newMerchant(there.owner, 'Kiosks') });
});

/** What an example can't know: ids of this organization, in the address and in the body, and which day it is. */
const IDS: Record<string, () => Promise<{ id?: string; body?: object }>> = {
  addBill: async () => ({ id: there.codes[0] as string }),
  addCut: async () => ({ body: { student_id: await first('/mess/students'), from: day(7), to: day(9) } }),
  addMachine: async () => ({ body: { merchant_id: await first('/coffee/merchants') } }),
  addMachineCommand: async () => ({ id: machine.id }),
  addMeterPurchase: async () => ({ id: (await newMeter(there.owner)).id }),
  createMachineOrder: async () => ({ id: machine.id, body: { made_at: app.clock.now().toISOString() } }),
  reportMachineStatus: async () => ({ id: machine.id }),
  reserveNumbers: async () => ({ id: (await openRaffle(there.owner)).id }),
};
const DEVICE = new Set(['createMachineOrder', 'reportMachineStatus']);

const day = (ahead: number) => new Date(app.clock.now().getTime() + ahead * 86_400_000).toISOString().slice(0, 10);

async function first(path: string): Promise<string> {
  const [one] = (await there.owner.get(path)).body.data as { id: string }[];
  return (one as { id: string }).id;
}

/** Fields and the kinds of their values, of as many fields as `wanted` has. */
function kindsOf(value: unknown, wanted: unknown): unknown {
  if (typeof wanted !== 'object' || wanted === null) return value === null ? 'null' : typeof value;
  const is = (value ?? {}) as Record<string, unknown>;
  return Object.fromEntries(Object.entries(wanted).map(([name, one]) => [name, kindsOf(is[name], one)]));
}

describe('the examples of the description', () => {
  test('are there for the first write of each module, and for what the guide for programs uses', () => {
    expect(examples.map(({ id }) => id)).toEqual(expect.arrayContaining(MUST));
  });

  // A second open exhibition would make a customer ask which one is meant.
  const order = examples.toSorted((a, b) => Number(a.id === 'addExhibition') - Number(b.id === 'addExhibition'));
  test.each(order)('$id is taken as it stands', async ({ id, path, body, reply }) => {
    const known = (await IDS[id]?.()) ?? {};
    const headers = DEVICE.has(id) ? { authorization: `Bearer ${machine.token}` } : there.owner.headers;
    const payload = { ...body, ...known.body };
    const url = `/api/v1${path.replace('{id}', known.id ?? '')}`;
    const answer = await app.http.inject({ method: 'POST', url, headers, payload });
    expect(answer.statusCode, answer.body).toBeGreaterThanOrEqual(200);
    expect(answer.statusCode, answer.body).toBeLessThan(300);
    if (reply) expect(kindsOf(answer.json().data, reply.data)).toEqual(kindsOf(reply.data, reply.data));
  });
});

import { randomBytes } from 'node:crypto';
import type { Ctx } from '../../../kernel/ctx/index.ts';
import { setUpDevice } from '../../../kernel/devices/index.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { attachDevice } from '../ledger/attach-device.action.ts';
import { registerMeter } from '../meters/register-meter.action.ts';
import { sellAtDesk } from '../purchases/open-purchase.action.ts';
import { listTariffs } from '../tariffs/tariffs.query.ts';
import { attachKeypad } from '../tokens/attach-keypad.action.ts';

export type Made = { number: string; index: number; token: string | null; key: string | null };

/** Every tenth simulated meter has a keypad. */
const KEYPAD_EVERY = 10;
/** In units of the currency; ten days of a small household, about. */
const FIRST_PURCHASE = '2000';

/**
 * Registers meters for a simulation, each with a machine or a keypad and a first purchase. Every run makes new ones.
 * Refusals: `electricity.tariff.none`, those of the meters, the devices and the purchases.
 */
export async function makeMeters(ctx: Ctx, count: number, each: (made: number) => void): Promise<Result<Made[]>> {
  const tariffs = await listTariffs(ctx);
  const current = tariffs.ok ? tariffs.data.find(({ state }) => state === 'current') : undefined;
  const tariff_class = current?.classes[0]?.code;
  if (!tariff_class) return refuse('electricity.tariff.none');
  const all: Made[] = [];
  for (let index = 0; index < count; index++) {
    const name = `Simulated ${String(index + 1).padStart(3, '0')}`;
    const meter = await registerMeter(ctx, { name, tariff_class, place: 'Simulation' });
    if (!meter.ok) return meter;
    const { number } = meter.data;
    const keypad = index % KEYPAD_EVERY === KEYPAD_EVERY - 1;
    const made = keypad ? await withKeypad(ctx, number) : await withMachine(ctx, number);
    if (!made.ok) return made;
    all.push({ number, index, ...made.data });
    const bought = await sellAtDesk(ctx, number, { amount: FIRST_PURCHASE, cash: true });
    if (!bought.ok) return bought;
    each(index + 1);
  }
  return ok(all);
}

async function withKeypad(ctx: Ctx, number: string): Promise<Result<{ token: null; key: string }>> {
  const key = randomBytes(16).toString('hex');
  const keypad = await attachKeypad(ctx, number, { kind: 'openpaygo', key });
  return keypad.ok ? ok({ token: null, key }) : keypad;
}

async function withMachine(ctx: Ctx, number: string): Promise<Result<{ token: string; key: null }>> {
  const device = await attachDevice(ctx, number);
  if (!device.ok) return device;
  const { code, device: made } = device.data;
  const enrolled = await setUpDevice(ctx, made.id, { code });
  if (!enrolled.ok) return enrolled;
  if (!enrolled.data.token) throw new Error('a device without a key gets a token');
  return ok({ token: enrolled.data.token, key: null });
}

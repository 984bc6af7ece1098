import { type Ctx, orgOf } from '../../kernel/ctx/index.ts';
import type { Result } from '../../kernel/lib/result.ts';
import { addDays, dayBounds } from '../../kernel/lib/time.ts';
import { demoNames } from '../../kernel/people/index.ts';
import { asHolder, openAccount } from '../../kernel/portal/index.ts';
import { addAgent } from './agents/save-agent.action.ts';
import { watchMeters } from './alerts/watch-meters.action.ts';
import { claimMeter } from './claims/claim-meter.action.ts';
import { today } from './days.ts';
import type { Meter } from './meters/contract.ts';
import { makeClaimCode } from './meters/hold-meter.action.ts';
import { registerMeter } from './meters/register-meter.action.ts';
import { sellAtDesk } from './purchases/open-purchase.action.ts';
import { readByHand } from './readings/read-by-hand.action.ts';
import type { TariffInput } from './tariffs/contract.ts';
import { addTariff } from './tariffs/save-tariff.action.ts';
import { attachKeypad } from './tokens/attach-keypad.action.ts';
import { makeBatch } from './vouchers/make-batch.action.ts';
import { handOut } from './vouchers/sell-vouchers.action.ts';

type Steps = [number, string][];
const version = (starts_on: string, residential: Steps, other: Steps): TariffInput => {
  const blocks = (steps: Steps, last: string) => [
    ...steps.map(([up_to_kwh, price]) => ({ up_to_kwh, price })),
    { up_to_kwh: null, price: last },
  ];
  const [home, work] = [residential.at(-1)?.[1] ?? '', other.at(-1)?.[1] ?? ''];
  return {
    starts_on,
    name: `RURA ${starts_on.slice(0, 4)}`,
    // The published prices are without VAT.
    vat_percent: '18',
    levy_percent: '0',
    fee: '0',
    classes: [
      { code: 'residential', name: 'Residential', blocks: blocks(residential.slice(0, -1), home) },
      { code: 'non_residential', name: 'Non-residential', blocks: blocks(other.slice(0, -1), work) },
    ],
  };
};
/** Rwanda's prices in francs a kWh, as its regulator published them in 2020 and for 2025-10-01. */
const TARIFFS = [
  version(
    '2020-01-21',
    [
      [15, '89'],
      [50, '212'],
      [0, '249'],
    ],
    [
      [100, '227'],
      [0, '255'],
    ],
  ),
  version(
    '2025-10-01',
    [
      [20, '89'],
      [50, '310'],
      [0, '369'],
    ],
    [
      [100, '355'],
      [0, '376'],
    ],
  ),
];

const VILLAGE = 12;
/** One household has a meter without a network, and types tokens. */
const WITH_KEYPAD = 7;
const DAYS = 14;
const NEARLY_EMPTY = 4;
/** What the households use on a day, in watt-hours: lamps and a telephone, or a fridge and an iron as well. */
const DAILY = [320, 450, 780, 1100, 1450, 2100, 2600];

/**
 * A village of twelve with two weeks of readings; one household is nearly without units. It has an account in the
 * portal, and was told.
 */
export async function seed(ctx: Ctx): Promise<void> {
  for (const tariff of TARIFFS) must(await addTariff(ctx, tariff));
  const { country, timeZone } = orgOf(ctx);
  const names = demoNames(country);
  const first = addDays(today(ctx), -DAYS);
  const at = (day: number, hour: number): Ctx => {
    const from = dayBounds(timeZone, addDays(first, day)).from;
    return { ...ctx, clock: { now: () => new Date(from.getTime() + hour * 3_600_000) } };
  };
  await seedVouchers(ctx);
  for (let i = 0; i < VILLAGE; i++) {
    const work = i === VILLAGE - 1;
    const meter = must(
      await registerMeter(at(0, 7), {
        name: work ? 'Mill' : (names[i % names.length] as string),
        place: `Nyange, ${i + 1}`,
        tariff_class: work ? 'non_residential' : 'residential',
      }),
    );
    if (i === WITH_KEYPAD) must(await attachKeypad(at(0, 8), meter.id, { kind: 'openpaygo' }));
    const daily = DAILY[i % DAILY.length] as number;
    let register = 40_000 + i * 7_300;
    must(await readByHand(at(0, 8), meter.id, { register_wh: register }));
    // The nearly empty one bought for a little less than two weeks. Francs for 100 kWh, about.
    const wh = i === NEARLY_EMPTY ? daily * (DAYS - 0.5) : daily * (DAYS + 6 + i);
    const price = i === NEARLY_EMPTY ? 10_500 : work ? 43_000 : 20_000;
    const amount = String(Math.max(200, Math.round((wh * price) / 10_000_000) * 100));
    must(await sellAtDesk(at(0, 9), meter.id, { amount, cash: true }));
    for (let day = 1; day < DAYS; day++) {
      for (const [hour, share] of [
        [6, 0.3],
        [19, 0.7],
      ] as const) {
        // A little more on some days than on others, always the same.
        register += Math.round(daily * share * (0.8 + ((day * 5 + i * 3) % 9) * 0.05));
        must(await readByHand(at(day, hour), meter.id, { register_wh: register }));
      }
    }
    if (i === NEARLY_EMPTY) await giveToAccount(ctx, meter);
  }
  await watchMeters(ctx);
}

/** Somebody signed up, and claimed the meter with the code of its letter. */
async function giveToAccount(ctx: Ctx, { id, number, name }: Meter): Promise<void> {
  const account = must(await openAccount(ctx, { name, email: 'household@demo.example' }));
  const { code } = must(await makeClaimCode(ctx, id));
  must(await claimMeter(asHolder(ctx, account), { number, code, kind: 'household', name }));
}

/** Vouchers that are printed and sold, and a kiosk that has some of them. */
async function seedVouchers(ctx: Ctx): Promise<void> {
  const expires_on = addDays(today(ctx), 365);
  const batch = must(await makeBatch(ctx, { name: 'Market', count: 60, amount: '1000', expires_on }));
  const agent = must(await addAgent(ctx, { name: 'Nyange kiosk', limit: '20000' }));
  must(await handOut(ctx, batch.id, { from: 1, to: 30, agent_id: agent.id }));
}

function must<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.code);
  return result.data;
}

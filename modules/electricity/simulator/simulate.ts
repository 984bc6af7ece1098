/** Simulated meters: they use electricity by household curves, report, lose the network, and take credits and tokens. */
import type { Ctx } from '../../../kernel/ctx/index.ts';
import { orgOf } from '../../../kernel/ctx/index.ts';
import { hourStarts } from '../../../kernel/lib/time.ts';
import { today } from '../days.ts';
import type { Made } from './make-meters.ts';
import { ConnectedMeter, KeypadMeter, type Send } from './simulated-meter.ts';

/** One report in a quarter of an hour, and each meter is without a network for some hours of every few days. */
const REPORT_EVERY_MS = 900_000;
const OFFLINE_SHARE = 40;
/** Reports under way at once. */
const AT_ONCE = 16;
/** What an OpenPAYGO token's value counts, as makeMeters sets it up. */
const UNIT_WH = 100;

export type Village = {
  /** the simulated time */
  now: Date;
  connected: ConnectedMeter[];
  keypads: KeypadMeter[];
  /** Lets simulated time pass, with its reports. */
  pass(ms: number): Promise<{ reports: number; offline: number }>;
};

/** @param sendAs how a machine with this token reaches the server */
export function village(ctx: Ctx, made: Made[], from: Date, sendAs: (token: string) => Send): Village {
  const connected = made.flatMap(({ number, index, token }) =>
    token === null ? [] : [new ConnectedMeter(number, index, 1000 * index, sendAs(token))],
  );
  const keypads = made.flatMap(({ number, index, key }) =>
    key === null ? [] : [new KeypadMeter(number, index, { secrets: { key }, form: {}, unitWh: UNIT_WH, count: 0 })],
  );
  const zoneHours = offsetOf(ctx);
  const all = { now: from, connected, keypads, pass };
  return all;

  async function pass(ms: number) {
    const until = new Date(all.now.getTime() + ms);
    let reports = 0;
    while (all.now < until) {
      const next = new Date(Math.min(until.getTime(), all.now.getTime() + REPORT_EVERY_MS));
      for (const meter of [...connected, ...keypads]) meter.use(all.now, next, zoneHours);
      const quarter = Math.floor(next.getTime() / REPORT_EVERY_MS);
      for (const meter of connected) {
        // Some hours in a row, at another time for each.
        meter.online = (meter.index * 11 + Math.floor(quarter / 8)) % OFFLINE_SHARE !== 0;
        meter.keep(next);
      }
      all.now = next;
      const waiting = [...connected];
      const work = async () => {
        for (let meter = waiting.shift(); meter; meter = waiting.shift()) if (await meter.report()) reports += 1;
      };
      await Promise.all(Array.from({ length: AT_ONCE }, work));
    }
    return { reports, offline: connected.filter(({ online }) => !online).length };
  }
}

/** The hours that the organization's zone is ahead of UTC today. */
function offsetOf(ctx: Ctx): number {
  const midnight = hourStarts(orgOf(ctx).timeZone, today(ctx))[0] as Date;
  const utc = Date.parse(`${today(ctx)}T00:00:00Z`);
  return (utc - midnight.getTime()) / 3_600_000;
}

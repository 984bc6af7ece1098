import { setTimeout as sleep } from 'node:timers/promises';
import Fastify from 'fastify';
import type { Ctx } from '../../../kernel/ctx/index.ts';
import { deviceRequests } from '../../../kernel/devices/index.ts';
import { ok, type Result } from '../../../kernel/lib/result.ts';
import type { Simulation, SimulationOptions } from '../../../kernel/module/index.ts';
import { keypadPages } from './keypad-page.ts';
import { makeMeters } from './make-meters.ts';
import { type Village, village } from './simulate.ts';

const TICK_MS = 1000;
const DAY_MS = 86_400_000;
const EVERY = 25;

/** Meters that use electricity, report over HTTP with tokens of their own, and take credits and tokens. */
export const metersSimulation: Simulation = {
  name: 'meters',
  description: 'households with a connected meter, and some with a keypad',
  run: simulateMeters,
};

async function simulateMeters(ctx: Ctx, options: SimulationOptions): Promise<Result<null>> {
  const { count, days, url, host, port, say } = options;
  const made = await makeMeters(ctx, count, (done) => {
    if (done % EVERY === 0 || done === count) say(`${done} of ${count} meters made`);
  });
  if (!made.ok) return made;
  const from = new Date(Date.now() - days * DAY_MS);
  const all = village(ctx, made.data, from, (token) => {
    const send = deviceRequests(url, token);
    return (path, body) => send('POST', path, body);
  });
  const pages = Fastify({ forceCloseConnections: true });
  await pages.register(async (scope) => keypadPages(scope, { village: all, locale: ctx.locale }));
  const root = await pages.listen({ host, port });
  say(`Keypads of ${all.keypads.length} meters: ${root}   Ctrl-C stops the simulation.`);
  try {
    await live(all, options);
  } finally {
    await pages.close();
  }
  return ok(null);
}

/** Lets time pass until it is stopped: faster than real time until it has caught up. */
async function live(all: Village, { speed, say, signal }: SimulationOptions): Promise<void> {
  let told = 0;
  let reports = 0;
  while (!signal.aborted) {
    const began = Date.now();
    const behind = began - all.now.getTime();
    if (behind > 0) {
      const passed = await all.pass(Math.min(behind, TICK_MS * speed));
      reports += passed.reports;
      if (Date.now() - told > 10_000) {
        told = Date.now();
        say(`${all.now.toISOString()}   ${reports} reports, ${passed.offline} without a network`);
      }
    }
    // Ends early with an error when the simulation is stopped, which the loop sees by itself.
    await sleep(Math.max(0, TICK_MS - (Date.now() - began)), undefined, { signal }).catch(() => {});
  }
}

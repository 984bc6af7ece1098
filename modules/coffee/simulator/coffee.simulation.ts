import { setTimeout as sleep } from 'node:timers/promises';
import type { Ctx } from '../../../kernel/ctx/index.ts';
import { deviceRequests } from '../../../kernel/devices/index.ts';
import { ok, type Result } from '../../../kernel/lib/result.ts';
import type { Simulation, SimulationOptions } from '../../../kernel/module/index.ts';
import { type Fleet, fleet } from './fleet.ts';
import { makeMachines } from './make-machines.ts';
import { type MqttMachine, mqttMachine } from './mqtt-send.ts';
import type { Send } from './simulated-machine.ts';

const TICK_MS = 1000;
const MINUTE = 60_000;
const DAY_MS = 86_400_000;
const EVERY = 25;
/** Beans that run out of a machine that leaks, in g a minute: more than twice what it sells. */
const LEAK = { position: 1, quantity: 2 };

/** Machines that sell, run low, leak, break, recover and obey, over HTTP or MQTT with tokens of their own. */
export const coffeeSimulation: Simulation = {
  name: 'coffee',
  description: 'coffee machines that sell, run low, leak, break, recover and obey commands',
  run: simulateCoffee,
};

async function simulateCoffee(ctx: Ctx, options: SimulationOptions): Promise<Result<null>> {
  const { count, days, url, say } = options;
  const made = await makeMachines(ctx, count, (done) => {
    if (done % EVERY === 0 || done === count) say(`${done} of ${count} machines made`);
  });
  if (!made.ok) return made;
  const connections: MqttMachine[] = [];
  const senders = new Map<string, Send>();
  for (const { id, deviceId, token } of made.data) {
    if (options.transport === 'http') senders.set(id, deviceRequests(url, token));
    else {
      const one = await mqttMachine(options.broker, deviceId, token);
      connections.push(one);
      senders.set(id, one.send);
    }
  }
  const past = { from: new Date(Date.now() - days * DAY_MS), to: new Date() };
  // Spread over the fleet, and the same ones at each run.
  const among = (percent: number, index: number) => (index * 37) % 100 < percent;
  const all = await fleet(
    ctx,
    made.data,
    ({ id }) => senders.get(id) as Send,
    (index) => ({ past, failsPackages: among(options.fail, index), leak: among(options.leak, index) ? LEAK : null }),
  );
  for (const [index, one] of connections.entries()) one.onWake(() => void all.machines[index]?.ask());
  say(`${count} machines report over ${options.transport.toUpperCase()}. Ctrl-C stops the simulation.`);
  await live(all, options);
  await Promise.all(connections.map((one) => one.close()));
  return ok(null);
}

/**
 * Lets minutes pass, `speed` of them in each real one, until it is stopped. Reports and orders have the real time, since
 * the server compares levels with what was sold by its own clock; orders of the days before come late.
 */
async function live(all: Fleet, { speed, say, signal }: SimulationOptions): Promise<void> {
  let told = 0;
  let reports = 0;
  let due = 1;
  while (!signal.aborted) {
    const began = Date.now();
    for (; due >= 1 && !signal.aborted; due--) reports += await all.pass(new Date());
    if (Date.now() - told > 10_000) {
      told = Date.now();
      const count = (of: (machine: Fleet['machines'][number]) => boolean) => all.machines.filter(of).length;
      const sold = all.machines.reduce((sum, machine) => sum + machine.sold, 0);
      const stands = `${count(({ low }) => low)} low, ${count(({ broken }) => broken)} broken`;
      say(`${reports} reports, ${sold} orders, ${stands}, ${count(({ online }) => !online)} without a network`);
    }
    // Ends early with an error when the simulation is stopped, which the loop sees by itself.
    await sleep(Math.max(0, TICK_MS - (Date.now() - began)), undefined, { signal }).catch(() => {});
    due += (TICK_MS * speed) / MINUTE;
  }
}

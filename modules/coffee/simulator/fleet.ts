import type { Ctx } from '../../../kernel/ctx/index.ts';
import { BINS, type Made, PRICES } from './make-machines.ts';
import { readMenu } from './menu.ts';
import { SimulatedBins } from './simulated-bins.ts';
import { type Habits, type Send, SimulatedMachine } from './simulated-machine.ts';

/** Machines that report at once. */
const AT_ONCE = 16;

export type Fleet = {
  machines: SimulatedMachine[];
  /** Lets a minute pass in each machine, which then reports. Returns how many reports arrived. */
  pass(now: Date): Promise<number>;
};

/**
 * Simulated machines that were made by `makeMachines`, with full bins and the recipes of this organization.
 * @param sendAs how a machine reaches the server
 * @param habitsOf what is unusual about the machine with this index
 */
export async function fleet(
  ctx: Ctx,
  made: Made[],
  sendAs: (made: Made) => Send,
  habitsOf: (index: number) => Partial<Habits> = () => ({}),
): Promise<Fleet> {
  const menu = await readMenu(ctx, null, PRICES);
  const machines = made.map((one, index) => {
    const bins = new SimulatedBins(BINS.map((bin) => ({ ...bin, level: bin.capacity })));
    return new SimulatedMachine(one.id, index, { send: sendAs(one), menu, bins, package: null }, habitsOf(index));
  });
  return { machines, pass };

  async function pass(now: Date): Promise<number> {
    let reports = 0;
    for (const machine of machines) machine.pass(now);
    const waiting = [...machines];
    const work = async () => {
      for (let machine = waiting.shift(); machine; machine = waiting.shift()) if (await machine.report()) reports += 1;
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    return reports;
  }
}

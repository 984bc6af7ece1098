import { type Ctx, orgOf } from '../../../kernel/ctx/index.ts';
import type { Made } from './make-machines.ts';
import { type Habits, type Send, SimulatedMachine } from './simulated-machine.ts';

const MINUTE = 60_000;
/** Machines that report at once. */
const AT_ONCE = 16;

export type Fleet = {
  /** the simulated time */
  now: Date;
  machines: SimulatedMachine[];
  /** Lets simulated time pass, minute by minute; a part of one waits for the next call. Returns reports that arrived. */
  pass(until: Date): Promise<number>;
};

/**
 * Simulated machines that report every simulated minute.
 * @param sendAs how a machine reaches the server
 * @param habitsOf what is unusual about the machine with this index
 */
export function fleet(
  ctx: Ctx,
  made: Made[],
  from: Date,
  sendAs: (made: Made) => Send,
  habitsOf: (index: number) => Partial<Habits> = () => ({}),
): Fleet {
  const machines = made.map(
    (one, index) => new SimulatedMachine(one.id, index, orgOf(ctx).currency, sendAs(one), habitsOf(index)),
  );
  const all: Fleet = { now: from, machines, pass };
  return all;

  async function pass(until: Date): Promise<number> {
    let reports = 0;
    while (all.now.getTime() + MINUTE <= until.getTime()) {
      all.now = new Date(all.now.getTime() + MINUTE);
      for (const machine of machines) machine.pass(all.now);
      const waiting = [...machines];
      const work = async () => {
        for (let machine = waiting.shift(); machine; machine = waiting.shift())
          if (await machine.report()) reports += 1;
      };
      await Promise.all(Array.from({ length: AT_ONCE }, work));
    }
    return reports;
  }
}

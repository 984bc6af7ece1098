import type { Camelized, Tone } from '../../../../kernel/ui/index.ts';
import type { Machine as Answer, Bin as BinAnswer } from '../contract.ts';

export type Machine = Camelized<Answer>;
export type Bin = Camelized<BinAnswer>;

/** What a chip says of a machine: that it is gone, broken or locked comes before what it does. */
export function standOf(machine: Machine): { tone: Tone; text: string } {
  if (machine.state === 'retired') return { tone: 'neutral', text: 'retired' };
  if (machine.presence === 'waiting') return { tone: 'neutral', text: 'waiting' };
  if (machine.presence === 'offline') return { tone: 'bad', text: 'offline' };
  if (machine.status === 'fault' || machine.errors.length > 0) return { tone: 'warning', text: 'fault' };
  if (machine.status === 'locked') return { tone: 'warning', text: 'status.locked' };
  return { tone: machine.status === 'ready' ? 'good' : 'busy', text: `status.${machine.status}` };
}

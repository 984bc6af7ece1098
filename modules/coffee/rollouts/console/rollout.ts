import type { Camelized, Tone } from '../../../../kernel/ui/index.ts';
import type { Rollout as Answer, RolloutMachine as MachineAnswer } from '../contract.ts';

export type Rollout = Camelized<Answer>;
export type RolloutMachine = Camelized<MachineAnswer>;

export const TONES: Record<Rollout['state'], Tone> = {
  running: 'busy',
  paused: 'warning',
  rolling_back: 'bad',
  completed: 'good',
  rolled_back: 'bad',
  rollback_failed: 'bad',
  cancelled: 'neutral',
};

export const MACHINE_TONES: Record<RolloutMachine['state'], Tone> = {
  waiting: 'neutral',
  told: 'busy',
  succeeded: 'good',
  failed: 'bad',
  silent: 'bad',
  missed: 'warning',
  returning: 'busy',
  returned: 'neutral',
  stuck: 'bad',
};

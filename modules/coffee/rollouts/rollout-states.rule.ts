import type { CommandState } from '../commands/command-states.rule.ts';

/**
 * The states of a rollout, and what each allows. `moves`: it goes on by itself.
 *
 *     running ◄──► paused            a person, or too few machines answered
 *       │  │          │
 *       │  └──────────┴──► rolling_back ──► rolled_back       too many failed, or a person
 *       │             │         └──────────► rollback_failed  machines did not go back, or had nothing to go back to
 *       └──► completed     └──► cancelled                      machines keep what they have
 */
export const ROLLOUT_STATES = {
  running: { moves: true, pause: true, resume: false, cancel: true, roll_back: true },
  paused: { moves: false, pause: false, resume: true, cancel: true, roll_back: true },
  rolling_back: { moves: true, pause: false, resume: false, cancel: false, roll_back: false },
  completed: { moves: false, pause: false, resume: false, cancel: false, roll_back: false },
  rolled_back: { moves: false, pause: false, resume: false, cancel: false, roll_back: false },
  rollback_failed: { moves: false, pause: false, resume: false, cancel: false, roll_back: false },
  cancelled: { moves: false, pause: false, resume: false, cancel: false, roll_back: false },
} as const;
export type RolloutState = keyof typeof ROLLOUT_STATES;
export const STATES = Object.keys(ROLLOUT_STATES) as RolloutState[];
export const CHANGES = ['pause', 'resume', 'cancel', 'roll_back'] as const;
export type RolloutChange = (typeof CHANGES)[number];

/** Why a rollout is paused or goes back. */
export const REASONS = ['person', 'failures', 'too_few'] as const;
export type Reason = (typeof REASONS)[number];

/**
 * How a machine stands in a rollout. `silent`: it had the command, and said nothing more. `missed`: it never asked for
 * it. `stuck`: it should go back, and did not say that it has.
 */
export const MACHINE_STATES = [
  'waiting',
  'told',
  'succeeded',
  'failed',
  'silent',
  'missed',
  'returning',
  'returned',
  'stuck',
] as const;
export type MachineState = (typeof MACHINE_STATES)[number];

/** What the command of the package says about its machine. */
const OUTCOMES: Record<CommandState, MachineState> = {
  queued: 'told',
  sent: 'told',
  acknowledged: 'told',
  succeeded: 'succeeded',
  failed: 'failed',
  // A package that stops machines looks like this.
  unknown: 'silent',
  expired: 'missed',
  cancelled: 'missed',
};

/** How a machine stands by the state of its command; `back`: the command by which it goes back. */
export function standing(command: CommandState, back: boolean): MachineState {
  const outcome = OUTCOMES[command];
  if (!back) return outcome;
  return outcome === 'told' ? 'returning' : outcome === 'succeeded' ? 'returned' : 'stuck';
}

export type Limits = { enough_percent: number; failure_percent: number };
export type Counts = Record<MachineState, number>;

/** The machines that were told, and what came of it. */
function tally(counts: Counts): { told: number; succeeded: number; failed: number; open: number } {
  const failed = counts.failed + counts.silent;
  const { succeeded, told: open } = counts;
  return { told: open + succeeded + failed + counts.missed, succeeded, failed, open };
}

/**
 * What a running rollout does next. Failures are judged as soon as they are too many of the machines told so far; the
 * next stage begins when enough of them succeeded. Commands end by their time, so `wait` has an end.
 */
export function verdict(
  counts: Counts,
  { enough_percent, failure_percent }: Limits,
  last: boolean,
): 'wait' | 'next' | 'complete' | 'roll_back' | 'pause' {
  const { told, succeeded, failed, open } = tally(counts);
  if (failed * 100 > failure_percent * told) return 'roll_back';
  const enough = succeeded * 100 >= enough_percent * told;
  if (enough && !last) return 'next';
  if (open > 0) return 'wait';
  return enough ? 'complete' : 'pause';
}

/**
 * The stage of each of `machines` machines in their order, when stages reach these percentages of them: the first has
 * at least one machine.
 */
export function stagesOf(machines: number, shares: readonly number[]): number[] {
  const ends = shares.map((share) => Math.ceil((share * machines) / 100));
  return Array.from({ length: machines }, (_, i) => ends.findIndex((end) => i < end));
}

/** Whether these are percentages that rise up to 100. */
export const areStages = (shares: readonly number[]): boolean =>
  shares.at(-1) === 100 && shares.every((share, i) => share > (shares[i - 1] ?? 0));

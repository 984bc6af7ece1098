import { doublingPause } from '../../../kernel/lib/backoff.ts';
import { type CommandKind, KINDS } from './kinds.rule.ts';

/**
 * The states of a command, and what each allows.
 *
 *     queued ──► sent ──► acknowledged ──► succeeded | failed      said by the machine
 *       ▲ │        │            │
 *       │ │        └────────────┴──► unknown                       handed out, and nothing was heard in time
 *       └─┼──── harmless: again          └──► succeeded | failed   the machine said so later
 *         └──► expired | cancelled                                 surely never handed out
 *
 * `sent` means that an answer to the machine had it in it. That the answer arrived only the machine can say.
 */
export const COMMAND_STATES = {
  queued: { open: true, acknowledge: true, result: true },
  sent: { open: true, acknowledge: true, result: true },
  acknowledged: { open: true, acknowledge: true, result: true },
  succeeded: { open: false, acknowledge: false, result: false },
  failed: { open: false, acknowledge: false, result: false },
  expired: { open: false, acknowledge: false, result: false },
  unknown: { open: false, acknowledge: true, result: true },
  cancelled: { open: false, acknowledge: false, result: false },
} as const satisfies Record<string, { open: boolean; acknowledge: boolean; result: boolean }>;
export type CommandState = keyof typeof COMMAND_STATES;
export const STATES = Object.keys(COMMAND_STATES) as CommandState[];

/** Why a command changed its state, where the state alone doesn't tell. */
export const REASONS = ['again', 'no_word', 'replaced', 'cancelled', 'late'] as const;
type Reason = (typeof REASONS)[number];
export type Step = { state: CommandState; at: string; why?: Reason };

/** The part of a command that changes. */
export type Course = {
  state: CommandState;
  tries: number;
  tries_left: number;
  withdrawn: boolean;
  not_before: Date;
  due_at: Date | null;
  sent_at: Date | null;
  acknowledged_at: Date | null;
  ended_at: Date | null;
  said: string;
  steps: Step[];
};
/** `full_time`: nobody gives it up before it expires, however long the machine says nothing. */
type Fixed = { kind: CommandKind; expires_at: Date; full_time: boolean };
type Command = Course & Fixed;

/** Machines ask every minute or more often; after two minutes without a word the answer was lost. */
const LEASE_MS = 120_000;
const PAUSES = { firstMs: 30_000, longestMs: 600_000 };

const after = (now: Date, ms: number) => new Date(now.getTime() + ms);

function moved<C extends Command>(command: C, state: CommandState, now: Date, over: Partial<Course>, why?: Reason): C {
  const ended = COMMAND_STATES[state].open ? { ended_at: null } : { ended_at: now, due_at: null };
  const step = { state, at: now.toISOString(), ...(why && { why }) };
  return { ...command, state, ...ended, ...over, steps: [...command.steps, step] };
}

/** Whether a machine that asks now gets this command; `held`: its batch is paused. */
export function isReady(command: Command, now: Date, held: boolean): boolean {
  return command.state === 'queued' && !held && command.not_before <= now && command.expires_at > now;
}

/** The command as it is handed out. */
export function handedOut<C extends Command>(command: C, now: Date): C {
  return moved(command, 'sent', now, {
    tries: command.tries + 1,
    tries_left: Math.max(0, command.tries_left - 1),
    sent_at: command.sent_at ?? now,
    due_at: after(now, LEASE_MS),
  });
}

/**
 * What becomes of a command when its time is up; null while it isn't. One that was never handed out has expired. One
 * that was is handed out again when that does no harm, and otherwise nobody knows.
 */
export function whenDue<C extends Command>(command: C, now: Date, random?: () => number): C | null {
  if (command.due_at === null || command.due_at > now) return null;
  if (command.tries === 0) return moved(command, 'expired', now, {});
  const not_before = after(now, doublingPause(command.tries, PAUSES, random));
  const again = command.state !== 'queued' && command.tries_left > 0 && not_before < command.expires_at;
  // All tries were in vain, or it has begun: its answer may still come.
  if (!again && command.full_time && command.expires_at > now) return { ...command, due_at: command.expires_at };
  return again
    ? moved(command, 'queued', now, { not_before, due_at: command.expires_at }, 'again')
    : moved(command, 'unknown', now, {}, 'no_word');
}

export type Refused = 'not_sent' | 'over' | 'withdrawn' | 'contradicts';

/** The machine has the command, and asks whether it may begin. `same`: it said so before. */
export function acknowledged<C extends Command>(command: C, now: Date): C | 'same' | Refused {
  if (command.tries === 0) return 'not_sent';
  if (!COMMAND_STATES[command.state].acknowledge) return 'over';
  if (command.withdrawn) return 'withdrawn';
  if (command.state === 'acknowledged') return 'same';
  if (command.expires_at <= now) return 'over';
  return moved(command, 'acknowledged', now, {
    acknowledged_at: command.acknowledged_at ?? now,
    due_at: command.full_time ? command.expires_at : after(now, KINDS[command.kind].takes * 1000),
  });
}

/** The machine says how it ended, in time or not: what it did is done. `same`: it said so before. */
export function finished<C extends Command>(
  command: C,
  outcome: 'succeeded' | 'failed',
  said: string,
  now: Date,
): C | 'same' | Refused {
  if (command.tries === 0) return 'not_sent';
  if (command.state === outcome) return 'same';
  if (!COMMAND_STATES[command.state].result) return 'contradicts';
  const over = { said, acknowledged_at: command.acknowledged_at ?? now };
  return moved(command, outcome, now, over, command.state === 'unknown' ? 'late' : undefined);
}

/**
 * An open command is no longer wanted. One that was handed out may be under way: it isn't handed out again, and the
 * machine may no longer begin with it.
 */
export function withdrawn<C extends Command>(command: C, now: Date, why: 'replaced' | 'cancelled'): C {
  if (command.state === 'queued')
    return command.tries === 0
      ? moved(command, 'cancelled', now, {}, why)
      : moved(command, 'unknown', now, { withdrawn: true }, why);
  return moved(command, command.state, now, { withdrawn: true, tries_left: 0 }, why);
}

import { describe, expect, test } from 'vitest';
import {
  acknowledged,
  COMMAND_STATES,
  type Course,
  finished,
  handedOut,
  isReady,
  whenDue,
  withdrawn,
} from './command-states.rule.ts';
import { type CommandKind, KINDS } from './kinds.rule.ts';

const start = new Date('2026-11-23T10:00:00Z');
const at = (minutes: number) => new Date(start.getTime() + minutes * 60_000);
type Command = Course & { kind: CommandKind; expires_at: Date; full_time: boolean };

function queued(kind: CommandKind, over: Partial<Command> = {}): Command {
  const expires_at = new Date(start.getTime() + KINDS[kind].expiresIn * 1000);
  const course = { state: 'queued', tries: 0, tries_left: KINDS[kind].tries, withdrawn: false } as const;
  const times = { not_before: start, due_at: expires_at, sent_at: null, acknowledged_at: null, ended_at: null };
  return {
    kind,
    expires_at,
    full_time: false,
    ...course,
    ...times,
    said: '',
    steps: [{ state: 'queued', at: start.toISOString() }],
    ...over,
  };
}
const changed = (after: Command | string | null): Command => {
  if (after === null || typeof after === 'string') throw new Error(`nothing changed: ${after}`);
  return after;
};
const middle = () => 0.5;

describe('a command', () => {
  test('goes from queued to succeeded, each step with its time', () => {
    const sent = handedOut(queued('restart'), at(1));
    const done = changed(finished(changed(acknowledged(sent, at(2))), 'succeeded', 'ok', at(3)));
    expect(done).toMatchObject({
      state: 'succeeded',
      sent_at: at(1),
      acknowledged_at: at(2),
      ended_at: at(3),
      due_at: null,
    });
    expect(done.steps).toEqual([
      { state: 'queued', at: at(0).toISOString() },
      { state: 'sent', at: at(1).toISOString() },
      { state: 'acknowledged', at: at(2).toISOString() },
      { state: 'succeeded', at: at(3).toISOString() },
    ]);
  });

  test.each(['queued', 'sent', 'acknowledged'] as const)('that is %s is open', (state) => {
    expect(COMMAND_STATES[state].open).toBe(true);
  });

  test('that was never handed out expires; it is not handed out afterwards', () => {
    const late = at(11);
    expect(whenDue(queued('restart'), at(9))).toBeNull();
    expect(isReady(queued('restart'), late, false)).toBe(false);
    const over = changed(whenDue(queued('restart'), late));
    expect(over.state).toBe('expired');
    expect(acknowledged(over, late)).toBe('not_sent');
    expect(finished(over, 'succeeded', '', late)).toBe('not_sent');
  });

  test.each(['make_product', 'clean', 'restart'] as const)(
    'to %s is handed out once: without a word, nobody knows',
    (kind) => {
      const sent = handedOut(queued(kind), at(0));
      expect(whenDue(sent, at(1))).toBeNull();
      const lost = changed(whenDue(sent, at(2)));
      expect(lost).toMatchObject({ state: 'unknown', due_at: null });
      expect(isReady(lost, at(3), false)).toBe(false);
      expect(lost.steps.at(-1)).toEqual({ state: 'unknown', at: at(2).toISOString(), why: 'no_word' });
    },
  );

  test('to set something is handed out again, after growing pauses, five times', () => {
    let command = queued('set_temperature');
    let now = start;
    const pauses: number[] = [];
    for (let i = 0; i < 5; i++) {
      command = handedOut(command, now);
      now = command.due_at as Date;
      command = changed(whenDue(command, now, middle));
      if (command.state !== 'queued') break;
      expect(isReady(command, now, false)).toBe(false);
      pauses.push((command.not_before.getTime() - now.getTime()) / 1000);
      now = command.not_before;
      expect(isReady(command, now, false)).toBe(true);
      expect(isReady(command, now, true), 'its batch is paused').toBe(false);
    }
    expect([command.state, command.tries, pauses]).toEqual(['unknown', 5, [30, 60, 120, 240]]);
  });

  test('is not handed out again after its time', () => {
    const sent = handedOut(queued('lock', { expires_at: at(2) }), at(1));
    expect(changed(whenDue(sent, at(3), middle)).state).toBe('unknown');
  });

  test('that is acknowledged twice is one; after its time the machine may not begin', () => {
    const sent = handedOut(queued('clean'), at(1));
    const known = changed(acknowledged(sent, at(2)));
    expect(acknowledged(known, at(3))).toBe('same');
    expect(acknowledged(sent, at(61))).toBe('over');
    const lost = changed(whenDue(sent, at(4)));
    expect(changed(acknowledged(lost, at(5)))).toMatchObject({ state: 'acknowledged', ended_at: null });
  });

  test('has the result that the machine said, also late; another one contradicts', () => {
    const lost = changed(whenDue(handedOut(queued('make_product'), at(0)), at(3)));
    const done = changed(finished(lost, 'failed', 'no cups', at(600)));
    expect(done).toMatchObject({ state: 'failed', said: 'no cups', ended_at: at(600) });
    expect(done.steps.at(-1)?.why).toBe('late');
    expect(finished(done, 'failed', '', at(601))).toBe('same');
    expect(finished(done, 'succeeded', '', at(601))).toBe('contradicts');
    expect(acknowledged(done, at(601))).toBe('over');
  });

  test('that is taken back ends at once when no machine has it, and otherwise must not begin', () => {
    expect(withdrawn(queued('lock'), at(1), 'cancelled')).toMatchObject({ state: 'cancelled', ended_at: at(1) });
    const sent = withdrawn(handedOut(queued('lock'), at(1)), at(2), 'replaced');
    expect(sent).toMatchObject({ state: 'sent', withdrawn: true, tries_left: 0 });
    expect(acknowledged(sent, at(2))).toBe('withdrawn');
    expect(changed(whenDue(sent, at(4), middle)).state).toBe('unknown');
    // It had begun before it heard of that.
    expect(changed(finished(sent, 'succeeded', '', at(3))).state).toBe('succeeded');
    const waiting = changed(whenDue(handedOut(queued('lock'), at(1)), at(4), middle));
    expect(withdrawn(waiting, at(5), 'replaced')).toMatchObject({ state: 'unknown', withdrawn: true });
  });
});

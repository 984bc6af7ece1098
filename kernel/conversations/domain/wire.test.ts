import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { choiceId, entryId, GO, MAX_ID_BYTES, pageId, readWire } from './wire.ts';

const name = fc.stringMatching(/^[a-z][a-z0-9_]{0,7}$/);
const flow = fc.tuple(name, name).map((parts) => parts.join('.'));

describe('the id of a button', () => {
  it('comes back as it went out', () => {
    fc.assert(
      fc.property(flow, name, fc.stringMatching(/^[A-Za-z0-9_.:-]{1,36}$/), (flow, state, choice) => {
        expect(readWire(choiceId(flow, state, choice))).toEqual({ kind: 'choice', flow, state, choice });
        expect(readWire(entryId(flow, state))).toEqual({ kind: 'entry', flow, entry: state });
        const about = { kind: 'entry', flow, entry: state, argument: choice };
        if (flow.length + state.length < 26) expect(readWire(entryId(flow, state, choice))).toEqual(about);
        expect(readWire(pageId({ flow, state }, 7))).toEqual({ kind: 'page', flow, state, page: 7 });
      }),
    );
    expect(readWire(pageId({ flow: null, state: null }, 2))).toEqual({
      kind: 'page',
      flow: null,
      state: null,
      page: 2,
    });
    for (const id of Object.values(GO)) expect(readWire(id)).toEqual({ kind: 'go', to: id.slice(1) });
  });

  it('has at most 64 bytes, of whatever script', () => {
    fc.assert(
      fc.property(flow, name, fc.string({ unit: 'grapheme', minLength: 1, maxLength: 80 }), (flow, state, choice) => {
        let id: string;
        try {
          id = choiceId(flow, state, choice);
        } catch (error) {
          expect((error as Error).message).toContain(`of ${MAX_ID_BYTES}`);
          return;
        }
        expect(Buffer.byteLength(id)).toBeLessThanOrEqual(MAX_ID_BYTES);
      }),
    );
  });

  it('that was never ours is none, and never a surprise', () => {
    for (const id of ['', '!', '~', 'a~b', 'raffle~x', 'raffle.buy.pick+0', 'x'.repeat(65), 'Raffle.buy!x'])
      expect(readWire(id)).toBeNull();
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 70 }), (id) => void readWire(id)));
  });
});

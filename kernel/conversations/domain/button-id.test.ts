import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { choiceId, entryId, GO, MAX_ID_BYTES, pageId, readButtonId } from './button-id.ts';

const name = fc.stringMatching(/^[a-z][a-z0-9_]{0,7}$/);
const flow = fc.tuple(name, name).map((parts) => parts.join('.'));

describe('the id of a button', () => {
  it('is read as it was written', () => {
    fc.assert(
      fc.property(flow, name, fc.stringMatching(/^[A-Za-z0-9_.:-]{1,36}$/), (flow, state, choice) => {
        expect(readButtonId(choiceId(flow, state, choice))).toEqual({ kind: 'choice', flow, state, choice });
        expect(readButtonId(entryId(flow, state))).toEqual({ kind: 'entry', flow, entry: state });
        const about = { kind: 'entry', flow, entry: state, argument: choice };
        if (flow.length + state.length < 26) expect(readButtonId(entryId(flow, state, choice))).toEqual(about);
        expect(readButtonId(pageId({ flow, state }, 7))).toEqual({ kind: 'page', flow, state, page: 7 });
      }),
    );
    expect(readButtonId(pageId({ flow: null, state: null }, 2))).toEqual({
      kind: 'page',
      flow: null,
      state: null,
      page: 2,
    });
    for (const id of Object.values(GO)) expect(readButtonId(id)).toEqual({ kind: 'go', to: id.slice(1) });
  });

  it('has at most 64 bytes, in any script', () => {
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

  it('that is not ours is null, and never throws', () => {
    for (const id of ['', '!', '~', 'a~b', 'raffle~x', 'raffle.buy.pick+0', 'x'.repeat(65), 'Raffle.buy!x'])
      expect(readButtonId(id)).toBeNull();
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 70 }), (id) => void readButtonId(id)));
  });
});

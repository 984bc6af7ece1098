import type { TestApp } from '../../../test/harness/index.ts';

/**
 * Removes the channels' pause of a second between messages to one person: telegram/outbound.int.test.ts checks it, and
 * elsewhere it only takes time.
 */
export function withoutPauses(app: TestApp): { end(): void } {
  const kinds = [...(app.boot.services.channels?.adapters.values() ?? [])].flatMap(({ kind }) => kind ?? []);
  const before = kinds.map(({ accountOf }) => accountOf);
  for (const [i, kind] of kinds.entries()) {
    kind.accountOf = async (ctx) => {
      const account = await before[i]?.(ctx);
      return account ? { ...account, pace: {} } : null;
    };
  }
  return {
    end: () => {
      for (const [i, accountOf] of before.entries()) Object.assign(kinds[i] ?? {}, { accountOf });
    },
  };
}

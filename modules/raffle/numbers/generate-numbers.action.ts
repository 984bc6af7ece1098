import { audit } from '../../../kernel/audit/index.ts';
import type { Ctx } from '../../../kernel/ctx/index.ts';
import { transaction } from '../../../kernel/db/index.ts';
import type { Result } from '../../../kernel/lib/result.ts';
import { RAFFLE } from '../names.ts';
import type { Raffle } from '../raffles/contract.ts';
import { fitNumbers } from '../raffles/fit-numbers.action.ts';
import { getRaffle } from '../raffles/raffles.query.ts';
import { changeRaffle } from '../raffles/save-raffle.action.ts';
import type { GenerateInput } from './contract.ts';

/** Makes the missing numbers of a raffle's range, after changing the range if asked. Safe to repeat. */
export async function generateNumbers(ctx: Ctx, reference: string, input: GenerateInput): Promise<Result<Raffle>> {
  return transaction(ctx, async (tx) => {
    const raffle = await changeRaffle(tx, reference, input);
    if (!raffle.ok) return raffle;
    const { id, first_number, last_number } = raffle.data;
    const fitted = await fitNumbers(tx, id, first_number, last_number);
    if (!fitted.ok) return fitted;
    await audit(tx, 'raffle.numbers.generated', {
      subject: { type: RAFFLE, id },
      after: { first_number, last_number, added: fitted.data.added, removed: fitted.data.removed },
    });
    return getRaffle(tx, id);
  });
}

import type { Ctx } from '../../../kernel/ctx/index.ts';
import type { Result } from '../../../kernel/lib/result.ts';
import { findMeterId } from '../meters/meters.query.ts';
import { askVending } from './ask-vending.action.ts';
import type { Token } from './contract.ts';
import { issueTokens } from './issue-tokens.action.ts';
import { listTokens, type TokenQuery } from './tokens.query.ts';

/** The tokens of a meter, newest first, with those that are due and were not made or not answered yet. */
export async function readTokens(ctx: Ctx, reference: string, query: TokenQuery): Promise<Result<Token[]>> {
  const id = await findMeterId(ctx, reference);
  if (id) {
    await issueTokens(ctx, id);
    await askVending(ctx, id);
  }
  return listTokens(ctx, reference, query);
}

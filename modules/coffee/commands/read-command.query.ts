import { type Ctx, orgOf } from '../../../kernel/ctx/index.ts';
import { formatAmount, parseAmount } from '../../../kernel/lib/money.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { packageByNumber } from '../packages/package-numbers.query.ts';
import type { CommandInput, Params } from './contract.ts';
import { type CommandKind, KINDS } from './kinds.rule.ts';

/** A command as it is meant, for any machine. */
export type Meant = {
  kind: CommandKind;
  params: Params;
  /** a later command for the same replaces it; null: nothing does */
  target: string | null;
  expiresAt: Date;
  /** the package that its machines should run from now on */
  packageId: string | null;
};

/** Reads what somebody wants. Refusals: `coffee.order.amount` (a price), `coffee.package.not_found`. */
export async function readCommand(ctx: Ctx, input: CommandInput): Promise<Result<Meant>> {
  const { kind, expires_in_s = KINDS[kind].expiresIn, ...given } = input;
  const expiresAt = new Date(ctx.clock.now().getTime() + expires_in_s * 1000);
  const meant = { kind, expiresAt, packageId: null };
  switch (input.kind) {
    case 'set_price': {
      const { currency } = orgOf(ctx);
      const price = parseAmount(input.price, currency);
      if (!price.ok || price.data < 0)
        return refuse('coffee.order.amount', undefined, { price: 'coffee.order.amount' });
      const params = { product: input.product, price: formatAmount(price.data, currency), currency };
      return ok({ ...meant, params, target: `price:${input.product}` });
    }
    case 'update_recipe': {
      const found = await packageByNumber(ctx, input.package);
      return found.ok ? ok({ ...meant, params: given, target: 'package', packageId: found.data }) : found;
    }
    case 'set_temperature':
      return ok({ ...meant, params: given, target: 'temperature' });
    case 'lock':
      return ok({ ...meant, params: given, target: 'lock' });
    default:
      return ok({ ...meant, params: given, target: null });
  }
}

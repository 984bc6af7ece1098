import { type Ctx, orgOf } from '../../../kernel/ctx/index.ts';
import { formatAmount } from '../../../kernel/lib/money.ts';
import { recipesOf } from '../stock/reckon-use.action.ts';
import type { Ingredient } from './simulated-bins.ts';

/** What a simulated machine sells, by product: its price, and what its recipe takes. */
export type Menu = ReadonlyMap<string, { price: string; takes: Ingredient[] }>;

/**
 * The products with the recipes by which their use is reckoned: of the package with this number, else the newest. What
 * has no recipe is not sold.
 * @param prices minor units, by product
 */
export async function readMenu(
  ctx: Ctx,
  package_number: number | null,
  prices: Readonly<Record<string, number>>,
): Promise<Menu> {
  const { currency } = orgOf(ctx);
  const recipes = await recipesOf(ctx, { package_number }, Object.keys(prices));
  return new Map(
    Object.entries(prices).flatMap(([product, minor]) => {
      const takes = recipes.get(product);
      return takes ? [[product, { price: formatAmount(minor, currency), takes }] as const] : [];
    }),
  );
}

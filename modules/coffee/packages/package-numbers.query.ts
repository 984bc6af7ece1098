import { type Ctx, inOrg } from '../../../kernel/ctx/index.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';

/** The numbers of these packages, by their ids; nothing is asked when there are none. */
export async function packageNumbers(ctx: Ctx, wanted: (string | null)[]): Promise<Map<string, number>> {
  const ids = [...new Set(wanted.filter((id) => id !== null))];
  if (ids.length === 0) return new Map();
  const rows = await ctx.db
    .selectFrom('coffee_package')
    .select(['id', 'number'])
    .where(inOrg(ctx))
    .where('id', '=', (eb) => eb.fn.any(eb.val(ids)))
    .execute();
  return new Map(rows.map(({ id, number }) => [id, number]));
}

/** The number of a package that exists. */
export async function packageNumber(ctx: Ctx, id: string): Promise<number> {
  const number = (await packageNumbers(ctx, [id])).get(id);
  if (number === undefined) throw new Error(`there is no package ${id}`);
  return number;
}

/** The id of the package with this number; refuses with `coffee.package.not_found`, at the field `package`. */
export async function packageByNumber(ctx: Ctx, number: number): Promise<Result<string>> {
  const found = await ctx.db
    .selectFrom('coffee_package')
    .select('id')
    .where(inOrg(ctx))
    .where('number', '=', number)
    .executeTakeFirst();
  return found ? ok(found.id) : refuse('coffee.package.not_found', undefined, { package: 'coffee.package.not_found' });
}

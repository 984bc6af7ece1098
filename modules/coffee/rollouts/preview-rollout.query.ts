import { type Ctx, inOrg } from '../../../kernel/ctx/index.ts';
import { ok, type Result } from '../../../kernel/lib/result.ts';
import { chosenMachines } from '../batches/lock-chosen.query.ts';
import { packageByNumber } from '../packages/package-numbers.query.ts';
import type { RolloutPreview, RolloutPreviewInput } from './contract.ts';

/**
 * How many machines a rollout would reach, and how many of them could not go back, since nobody knows an earlier package
 * of theirs. Refuses with `coffee.package.not_found`.
 */
export async function previewRollout(
  ctx: Ctx,
  { package: number, filter }: RolloutPreviewInput,
): Promise<Result<RolloutPreview>> {
  const found = await packageByNumber(ctx, number);
  if (!found.ok) return found;
  const machines = (await chosenMachines(ctx, filter).execute()).filter((one) => one.package_number !== number);
  const ran = [...new Set(machines.flatMap(({ package_number }) => package_number ?? []))];
  const known = await ctx.db
    .selectFrom('coffee_package')
    .select('number')
    .where(inOrg(ctx))
    .where('number', '=', (eb) => eb.fn.any(eb.val(ran)))
    .execute();
  const packages = new Set(known.map((one) => one.number));
  const without = machines.filter(
    ({ package_number, wanted_package_id }) =>
      wanted_package_id === null && (package_number === null || !packages.has(package_number)),
  );
  return ok({ machines: machines.length, without_way_back: without.length });
}

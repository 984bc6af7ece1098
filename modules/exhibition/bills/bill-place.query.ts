import { type Ctx, inOrg, orgOf } from '../../../kernel/ctx/index.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { dayIn } from '../../../kernel/lib/time.ts';
import { type OtherExhibition, placeOf } from '../place.rule.ts';
import type { BillInput } from './contract.ts';

/** The ids of the exhibitions that are open today, as a column beside a customer's. */
export function openToday(ctx: Ctx) {
  const { id, timeZone } = orgOf(ctx);
  const today = dayIn(timeZone, ctx.clock.now());
  return ctx.db
    .selectFrom('exhibition as o')
    .select((open) => open.fn.coalesce(open.fn.agg<string[]>('array_agg', ['o.id']), open.val([])).as('ids'))
    .where('o.organization_id', '=', id)
    .where('o.starts_on', '<=', today)
    .where('o.ends_on', '>=', today)
    .$asScalar()
    .$notNull()
    .as('open');
}

/**
 * Null for a bill at the desk's own exhibition, the name of another one that a person agreed to, or a refusal that asks
 * about it.
 */
export async function billPlace(
  ctx: Ctx,
  { exhibition_id, open }: { exhibition_id: string; open: string[] },
  input: BillInput,
  setting: OtherExhibition,
): Promise<Result<string | null>> {
  const named = { desk: input.exhibition_id, confirmed: input.confirmed_exhibition_id };
  const place = placeOf({ of: exhibition_id, open, ...named }, setting);
  if (place === 'here') return ok(null);
  const { name } = await ctx.db
    .selectFrom('exhibition')
    .select('name')
    .where(inOrg(ctx))
    .where('id', '=', exhibition_id)
    .executeTakeFirstOrThrow();
  if (place === 'agreed') return ok(name);
  if (place === 'refuse') return refuse('exhibition.bill.other_exhibition_refused', { exhibition: name });
  const code = 'exhibition.bill.other_exhibition';
  return { ...refuse(code, { exhibition: name, exhibition_id }), fields: { confirmed_exhibition_id: code } };
}

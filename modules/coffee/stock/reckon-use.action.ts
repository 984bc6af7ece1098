import { sql } from 'kysely';
import { type Ctx, inOrg, orgOf } from '../../../kernel/ctx/index.ts';
import type { MachineRow } from '../machines/lock-machine.query.ts';
import { toMilli } from '../quantity.rule.ts';

/** What an order took: only what was served counts, on the day and at the moment when it was made. */
type Sold = {
  row: { served?: boolean; made_at: Date; sold_on: Date | string };
  items: { product: string; quantity: number }[];
};
type Ingredient = { material: string; quantity: number };
type Use = { material_id: string; used_on: string; at: Date; milli: number };

/**
 * What new orders took out of the bins, by the recipes that the machine runs: added to the day on which each was made,
 * and to the time between two fillings in which it was made, however late it comes. What was not served took nothing.
 */
export async function reckonUse(tx: Ctx, machine: MachineRow, orders: Sold[]): Promise<void> {
  const served = orders.filter(({ row }) => row.served);
  const products = [...new Set(served.flatMap(({ items }) => items.map(({ product }) => product)))];
  if (products.length === 0) return;
  const recipes = await recipesOf(tx, machine, products);
  const materials = await materialIds(tx, [...recipes.values()].flat());
  const uses: Use[] = [];
  const unknown: { at: Date; items: number }[] = [];
  for (const { row, items } of served) {
    for (const { product, quantity } of items) {
      const recipe = recipes.get(product);
      if (!recipe) unknown.push({ at: row.made_at, items: quantity });
      for (const { material, quantity: each } of recipe ?? []) {
        const material_id = materials.get(material);
        const milli = toMilli(each) * quantity;
        if (material_id) uses.push({ material_id, used_on: String(row.sold_on), at: row.made_at, milli });
      }
    }
  }
  await Promise.all([addDays(tx, machine, uses), addSpans(tx, machine.id, uses, unknown)]);
}

/** Ingredients by product: of the package that the machine says it runs, else of the newest versions. */
export async function recipesOf(
  tx: Ctx,
  machine: Pick<MachineRow, 'package_number'>,
  products: string[],
): Promise<Map<string, Ingredient[]>> {
  const rows = await tx.db
    .selectFrom('coffee_recipe as r')
    .leftJoin('coffee_package as p', (on) =>
      on.onRef('p.organization_id', '=', 'r.organization_id').on('p.number', '=', machine.package_number ?? 0),
    )
    .leftJoin('coffee_package_recipe as q', (on) =>
      on
        .onRef('q.organization_id', '=', 'r.organization_id')
        .onRef('q.package_id', '=', 'p.id')
        .onRef('q.recipe_id', '=', 'r.id'),
    )
    .innerJoin('coffee_recipe_version as v', (on) =>
      on
        .onRef('v.organization_id', '=', 'r.organization_id')
        .onRef('v.recipe_id', '=', 'r.id')
        .on(sql<boolean>`v.version = coalesce(q.version, r.version)`),
    )
    .select(['r.code', 'v.body'])
    .where(inOrg(tx, 'r'))
    .where('r.code', '=', (eb) => eb.fn.any(eb.val(products)))
    .execute();
  return new Map(rows.map(({ code, body }) => [code, (body as unknown as { ingredients: Ingredient[] }).ingredients]));
}

async function materialIds(tx: Ctx, ingredients: Ingredient[]): Promise<Map<string, string>> {
  const codes = [...new Set(ingredients.map(({ material }) => material))];
  if (codes.length === 0) return new Map();
  const rows = await tx.db
    .selectFrom('coffee_material')
    .select(['id', 'code'])
    .where(inOrg(tx))
    .where('code', '=', (eb) => eb.fn.any(eb.val(codes)))
    .execute();
  return new Map(rows.map(({ id, code }) => [code, id]));
}

/** Raw SQL, like the sums of orders: any number of rows in one statement. */
async function addDays(tx: Ctx, { id, merchant_id }: MachineRow, uses: Use[]): Promise<void> {
  if (uses.length === 0) return;
  await sql`
    insert into coffee_use_day as d (organization_id, machine_id, merchant_id, material_id, used_on, milli)
    select ${orgOf(tx).id}, ${id}::uuid, ${merchant_id}::uuid, u.material_id, u.used_on, sum(u.milli)
    from jsonb_to_recordset(${JSON.stringify(uses)}::jsonb) as u (material_id uuid, used_on date, milli bigint)
    group by u.material_id, u.used_on order by u.material_id, u.used_on
    on conflict (organization_id, machine_id, material_id, used_on) do update set milli = d.milli + excluded.milli`.execute(
    tx.db,
  );
}

/** The first bin with a material counts for all with it. */
async function addSpans(tx: Ctx, machineId: string, uses: Use[], unknown: { at: Date; items: number }[]) {
  const organizationId = orgOf(tx).id;
  if (uses.length > 0)
    await sql`
      with used as materialized (
        select * from jsonb_to_recordset(${JSON.stringify(uses)}::jsonb) as u (material_id uuid, at timestamptz,
          milli bigint)),
      bins as (
        update coffee_bin b set reckoned_milli = b.reckoned_milli + s.milli
        from (
          select l.position, sum(u.milli)::bigint as milli
          from (
            select distinct on (material_id) material_id, position, since_at from coffee_bin
            where organization_id = ${organizationId} and machine_id = ${machineId} and since_at is not null
            order by material_id, position) l
          join used u on u.material_id = l.material_id and u.at > l.since_at
          group by l.position) s
        where b.organization_id = ${organizationId} and b.machine_id = ${machineId} and b.position = s.position)
      update coffee_stock_span p set reckoned_milli = p.reckoned_milli + s.milli
      from (
        select q.id, sum(u.milli)::bigint as milli from coffee_stock_span q
        join used u on u.material_id = q.material_id and u.at > q.from_at and u.at <= q.to_at
        where q.organization_id = ${organizationId} and q.machine_id = ${machineId}
          and q.to_at >= (select min(at) from used)
        group by q.id) s
      where p.organization_id = ${organizationId} and p.id = s.id`.execute(tx.db);
  if (unknown.length > 0)
    await sql`
      with sold as materialized (
        select * from jsonb_to_recordset(${JSON.stringify(unknown)}::jsonb) as u (at timestamptz, items int)),
      bins as (
        update coffee_bin b set unknown_items = b.unknown_items
          + (select coalesce(sum(u.items), 0)::int from sold u where u.at > b.since_at)
        where b.organization_id = ${organizationId} and b.machine_id = ${machineId} and b.since_at is not null)
      update coffee_stock_span p set unknown_items = p.unknown_items
        + (select sum(u.items)::int from sold u where u.at > p.from_at and u.at <= p.to_at)
      where p.organization_id = ${organizationId} and p.machine_id = ${machineId}
        and exists (select from sold u where u.at > p.from_at and u.at <= p.to_at)`.execute(tx.db);
}

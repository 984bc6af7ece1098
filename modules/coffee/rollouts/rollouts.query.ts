import { sql } from 'kysely';
import { type Ctx, inOrg, onOrg } from '../../../kernel/ctx/index.ts';
import { findPage, type PageQuery } from '../../../kernel/db/index.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import type { MachinesFilter, Rollout, RolloutMachine } from './contract.ts';
import { MACHINE_STATES } from './rollout-states.rule.ts';

const rollouts = (ctx: Ctx) =>
  ctx.db
    .selectFrom('coffee_rollout as r')
    .innerJoin('coffee_package as p', onOrg('p.id', 'r.package_id'))
    .selectAll('r')
    .select(['p.number', 'p.name'])
    .select((eb) =>
      eb
        .selectFrom(
          eb
            .selectFrom('coffee_rollout_machine as m')
            .select((m) => ['m.state', m.fn.countAll<number>().as('n')])
            .whereRef('m.organization_id', '=', 'r.organization_id')
            .whereRef('m.rollout_id', '=', 'r.id')
            .groupBy('m.state')
            .as('s'),
        )
        .select(sql<Record<string, number>>`coalesce(json_object_agg(s.state, s.n), '{}')`.as('all'))
        .as('counted'),
    )
    .select((eb) =>
      eb
        .selectFrom('coffee_rollout_machine as m')
        .select((m) => m.fn.countAll<number>().as('n'))
        .whereRef('m.organization_id', '=', 'r.organization_id')
        .whereRef('m.rollout_id', '=', 'r.id')
        .where('m.before_package_id', 'is', null)
        .as('without_way_back'),
    )
    .select((eb) =>
      eb
        .selectFrom(
          eb
            .selectFrom('coffee_rollout_machine as m')
            .innerJoin('coffee_machine as c', onOrg('c.id', 'm.machine_id'))
            .select((m) => ['c.package_number', m.fn.countAll<number>().as('n')])
            .whereRef('m.organization_id', '=', 'r.organization_id')
            .whereRef('m.rollout_id', '=', 'r.id')
            .groupBy('c.package_number')
            .as('s'),
        )
        .select(
          sql<{ package: number | null; machines: number }[]>`coalesce(json_agg(json_build_object(
            'package', s.package_number, 'machines', s.n) order by s.n desc, s.package_number), '[]')`.as('all'),
        )
        .as('runs'),
    )
    .where(inOrg(ctx, 'r'));
type Row = Awaited<ReturnType<ReturnType<typeof rollouts>['execute']>>[number];

const asRollout = (row: Row): Rollout => ({
  id: row.id,
  merchant_id: row.merchant_id,
  package: { id: row.package_id, number: row.number, name: row.name },
  filter: row.chosen_by as unknown as Rollout['filter'],
  stages: row.stages,
  stage: row.stage,
  enough_percent: row.enough_percent,
  failure_percent: row.failure_percent,
  stage_minutes: row.stage_minutes,
  state: row.state as Rollout['state'],
  reason: row.reason as Rollout['reason'],
  machines: row.machines,
  without_way_back: Number(row.without_way_back ?? 0),
  runs: row.runs ?? [],
  counts: Object.fromEntries(MACHINE_STATES.map((state) => [state, row.counted?.[state] ?? 0])),
  created_at: row.created_at.toISOString(),
  stage_at: row.stage_at.toISOString(),
  changed_at: row.changed_at.toISOString(),
  ended_at: row.ended_at?.toISOString() ?? null,
  by: row.by_name,
});

/** A page of rollouts, the newest first. */
export async function listRollouts(ctx: Ctx, query: PageQuery): Promise<Result<Rollout[]>> {
  return findPage(rollouts(ctx), 'r.id', query, asRollout);
}

/** One rollout with its progress; refuses with `coffee.rollout.not_found`. */
export async function getRollout(ctx: Ctx, id: string): Promise<Result<Rollout>> {
  const row = await rollouts(ctx).where('r.id', '=', id).executeTakeFirst();
  return row ? ok(asRollout(row)) : refuse('coffee.rollout.not_found');
}

/** A page of a rollout's machines, in the order in which they are told; refuses with `coffee.rollout.not_found`. */
export async function listRolloutMachines(
  ctx: Ctx,
  id: string,
  query: PageQuery & { filter: MachinesFilter },
): Promise<Result<RolloutMachine[]>> {
  const found = await getRollout(ctx, id);
  if (!found.ok) return found;
  const { state, stage } = query.filter;
  let rows = ctx.db
    .selectFrom('coffee_rollout_machine as r')
    .innerJoin('coffee_machine as m', onOrg('m.id', 'r.machine_id'))
    .leftJoin('coffee_package as p', onOrg('p.id', 'r.before_package_id'))
    .leftJoin('coffee_command as c', (on) =>
      on
        .onRef('c.organization_id', '=', 'r.organization_id')
        .on((eb) => eb('c.id', '=', eb.fn.coalesce('r.back_command_id', 'r.command_id'))),
    )
    .select(['r.position', 'r.stage', 'r.state', 'r.changed_at', 'm.id', 'm.serial', 'm.name', 'm.package_number'])
    .select(['p.number as before', 'c.said'])
    .where(inOrg(ctx, 'r'))
    .where('r.rollout_id', '=', id);
  if (state) rows = rows.where('r.state', '=', state);
  if (stage !== undefined) rows = rows.where('r.stage', '=', stage);
  return findPage(
    rows,
    { by: 'r.position', kind: 'integer', order: 'asc' },
    query,
    (row): RolloutMachine => ({
      id: row.id,
      machine: { id: row.id, serial: row.serial, name: row.name },
      stage: row.stage,
      state: row.state as RolloutMachine['state'],
      package_number: row.package_number,
      before: row.before,
      said: row.said ?? '',
      changed_at: row.changed_at.toISOString(),
    }),
  );
}

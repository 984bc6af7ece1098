import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { audit } from '../../../kernel/audit/index.ts';
import { type Ctx, limitOf, orgOf } from '../../../kernel/ctx/index.ts';
import { transaction } from '../../../kernel/db/index.ts';
import { newId } from '../../../kernel/lib/ids.ts';
import { type Result, refuse } from '../../../kernel/lib/result.ts';
import { publish } from '../../../kernel/realtime/index.ts';
import { lockChosen, MAX_MACHINES } from '../batches/lock-chosen.query.ts';
import { inRollout } from '../commands/in-rollout.query.ts';
import { COMMAND, ROLLOUT } from '../names.ts';
import { packageByNumber } from '../packages/package-numbers.query.ts';
import { DEFAULTS, type Rollout, type RolloutInput } from './contract.ts';
import { notifyStage } from './notify-stage.ts';
import { areStages, stagesOf } from './rollout-states.rule.ts';
import { getRollout } from './rollouts.query.ts';
import { lockRollout, partsOf, type RolloutRow } from './write-rollout.action.ts';

/**
 * Begins to bring a package to the machines in use that a filter chooses and that don't run it yet, and tells those of
 * the first stage. Refusals: `coffee.package.not_found`, `coffee.rollout.stages` (no percentages that rise to 100),
 * `coffee.rollout.none` (no machine fits), `coffee.batch.too_many`, `coffee.rollout.busy` (machines are in another one),
 * `coffee.merchant.not_found`.
 */
export async function startRollout(ctx: Ctx, input: RolloutInput): Promise<Result<Rollout>> {
  const { filter, package: number, ...given } = input;
  const meant = { ...DEFAULTS, ...given };
  if (!areStages(meant.stages)) return refuse('coffee.rollout.stages', undefined, { stages: 'coffee.rollout.stages' });
  return transaction(ctx, async (tx) => {
    const organization_id = orgOf(tx).id;
    const pack = await packageByNumber(tx, number);
    if (!pack.ok) return pack;
    const chosen = await lockChosen(tx, filter);
    if (chosen.length > MAX_MACHINES) return refuse('coffee.batch.too_many', { most: MAX_MACHINES });
    const machines = chosen.filter(({ package_number }) => package_number !== number);
    if (machines.length === 0) return refuse('coffee.rollout.none');
    const ids = machines.map(({ id }) => id);
    // The machines are locked, so nobody begins another one beside this.
    if (await inRollout(tx, ids)) return refuse('coffee.rollout.busy');
    const now = tx.clock.now();
    const id = newId(now.getTime());
    const merchant_id = limitOf(tx.actor)?.id ?? filter.merchant_id ?? null;
    const row = { organization_id, id, merchant_id, package_id: pack.data, machines: machines.length, ...meant };
    await tx.db
      .insertInto('coffee_rollout')
      .values({
        ...row,
        chosen_by: JSON.stringify(filter),
        by_name: tx.actor.name,
        created_at: now,
        stage_at: now,
        changed_at: now,
      })
      .execute();
    await addMachines(tx, id, shuffled(id, machines), meant.stages, now);
    await audit(tx, 'coffee.rollout.started', {
      subject: { type: ROLLOUT, id },
      after: { package: number, machines: machines.length, ...meant },
    });
    const rollout = (await lockRollout(tx, id)) as RolloutRow;
    await notifyStage(tx, rollout, await partsOf(tx, rollout));
    publish(tx, ROLLOUT, id, merchant_id);
    publish(tx, COMMAND);
    return getRollout(tx, id);
  });
}

type Chosen = { id: string; merchant_id: string };

/** In an order by chance, so that the first stage isn't one location; the same one for the same rollout. */
function shuffled(rolloutId: string, machines: Chosen[]): Chosen[] {
  const place = ({ id }: Chosen) => createHash('sha256').update(`${rolloutId} ${id}`).digest('hex');
  return machines
    .map((machine) => ({ machine, at: place(machine) }))
    .sort((a, b) => (a.at < b.at ? -1 : 1))
    .map(({ machine }) => machine);
}

/** Raw SQL: thousands of rows as one document, with what each machine ran or should have run. */
async function addMachines(tx: Ctx, rolloutId: string, machines: Chosen[], shares: number[], now: Date): Promise<void> {
  const stages = stagesOf(machines.length, shares);
  const rows = machines.map(({ id, merchant_id }, i) => ({
    machine_id: id,
    merchant_id,
    position: i + 1,
    stage: stages[i],
  }));
  await sql`insert into coffee_rollout_machine
      (organization_id, rollout_id, machine_id, merchant_id, position, stage, before_package_id, changed_at)
    select m.organization_id, ${rolloutId}, m.id, r.merchant_id, r.position, r.stage, coalesce(p.id, m.wanted_package_id), ${now}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (machine_id uuid, merchant_id uuid, position int, stage int)
    join coffee_machine m on m.organization_id = ${orgOf(tx).id} and m.id = r.machine_id
    left join coffee_package p on p.organization_id = m.organization_id and p.number = m.package_number`.execute(tx.db);
}

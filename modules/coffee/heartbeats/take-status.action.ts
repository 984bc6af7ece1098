import { CompiledQuery, sql } from 'kysely';
import { type Ctx, orgOf, perOrganization } from '../../../kernel/ctx/index.ts';
import { endingWith, planOnce, transaction, wasRolledBack } from '../../../kernel/db/index.ts';
import { gatherQueries } from '../../../kernel/lib/gather.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { getSettings } from '../../../kernel/settings/index.ts';
import { watchReports } from '../alarms/watch-reports.action.ts';
import { isNamed } from '../machines/own-machine.query.ts';
import { packageNumbers } from '../packages/package-numbers.query.ts';
import { coffeeSettings } from '../settings.ts';
import type { StatusAnswer } from '../status/contract.ts';
import { binsIn, type Heartbeat, levelsAfter, REPORTING, type ReportingMachine } from '../status/heartbeat.query.ts';
import { judgeStatus } from '../status/judge-status.rule.ts';
import { writeStatus } from '../status/write-status.action.ts';
import { noteFillings } from '../stock/note-fillings.action.ts';
import { type ReadReport, readReport } from './read-report.ts';

/**
 * What a heartbeat does. Each part gets the reports of one transaction, of one organization, in the order in which they
 * came; a machine may be there twice. It answers what it writes last, which is sent with the commit; whatever else it needs
 * it has read or written before. Its statements are sent together with those of the others, so it must not rely on what
 * they write. When one part throws, none of the reports is taken by this transaction; each is tried again alone.
 *
 * `tx` is of the server itself (actor `system`), and must not be used after the promise.
 */
const HEARTBEAT_PARTS: ((tx: Ctx, heartbeats: Heartbeat[]) => Promise<CompiledQuery[]>)[] = [
  writeStatus,
  watchReports,
  noteFillings,
];

type Asked = { ctx: Ctx; deviceId: string; reference: string | null; report: ReadReport | null };

/**
 * A machine reports how it is; kept in `coffee_status` and in the rows of machine and bins, not in the audit. Reports
 * that come at the same moment are one transaction: one lock and one statement for all of them. The same report twice
 * changes nothing.
 *
 * @param deviceId the device whose token or connection it came by
 * @param reference the machine that the caller named (uuid, serial number, or id of the device); null: its own
 * @param body its report as it wrote it; of what is none, only that the machine was heard is noted
 *
 * Refusals: `coffee.machine.not_yours` (another machine's, or a device of none), `coffee.machine.retired`.
 */
export async function takeStatus(
  ctx: Ctx,
  { deviceId, reference = null }: { deviceId: string; reference?: string | null },
  body: unknown,
): Promise<Result<StatusAnswer>> {
  const asked = { ctx, deviceId, reference, report: readReport(body) };
  // Inside a transaction the machine may be new, and nobody else sees it yet.
  if (ctx.inTransaction) return (await takeAll([asked]))[0] as Result<StatusAnswer>;
  return together(ctx)(asked);
}

const together = perOrganization(() => gatherQueries(takeAll, wasRolledBack));

/** In the order of their ids, so that two groups don't wait for each other. Raw SQL: its text is made once. */
const LOCK = `select ${REPORTING.join(', ')} from coffee_machine
  where organization_id = $1 and device_id = any ($2) order by id for no key update`;

async function takeAll(asked: Asked[]): Promise<Result<StatusAnswer>[]> {
  const { ctx } = asked[0] as Asked;
  // Of several callers, so nobody's own.
  const actor = { kind: 'system', id: null, name: 'coffee' } as const;
  const { keep_status_minutes } = await getSettings(ctx, coffeeSettings);
  const keepMs = keep_status_minutes * 60_000;
  const taken = await transaction({ ...ctx, actor }, async (tx) => {
    const organizationId = orgOf(tx).id;
    const devices = [...new Set(asked.map(({ deviceId }) => deviceId))];
    const [, { rows: machines }] = await Promise.all([
      planOnce(tx),
      tx.db.executeQuery<ReportingMachine>(CompiledQuery.raw(LOCK, [organizationId, devices])),
      // Not for the disk: when the machine's power fails, the reports of its last moment are lost, whole, and machines
      // report again within a minute (docs/decisions/0683). Raw SQL: a setting of this transaction.
      sql`select set_config('synchronous_commit', 'off', true)`.execute(tx.db),
    ]);
    const wanted = await packageNumbers(
      tx,
      machines.map(({ wanted_package_id }) => wanted_package_id),
    );
    const byDevice = new Map(
      machines.map((machine): [string | null, ReportingMachine] => [machine.device_id, machine]),
    );
    const heartbeats: Heartbeat[] = [];
    const answers = asked.map(({ deviceId, reference, report }): Result<StatusAnswer> => {
      const machine = byDevice.get(deviceId);
      if (!machine || (reference !== null && !isNamed(machine, reference))) return refuse('coffee.machine.not_yours');
      if (machine.state === 'retired') return refuse('coffee.machine.retired');
      const bins = binsIn(machine);
      const at = tx.clock.now();
      const judged = judgeStatus(machine, bins, report?.said ?? null, at, keepMs);
      heartbeats.push({ machine, bins, said: report?.said ?? {}, judged, at });
      // What the next report of the same machine in this group finds.
      byDevice.set(deviceId, { ...machine, ...judged.machine, levels: levelsAfter(machine.levels, judged.levels) });
      return ok({
        now: at.toISOString(),
        stale: judged.stale,
        clock_offset_s: judged.machine.clock_offset_s,
        refused_bins: judged.refused,
        refused: report?.refused ?? [],
        wanted_package: wanted.get(machine.wanted_package_id ?? '') ?? null,
      });
    });
    if (heartbeats.length === 0) return ok(answers);
    return endingWith(answers, (await Promise.all(HEARTBEAT_PARTS.map((part) => part(tx, heartbeats)))).flat());
  });
  return taken.ok ? taken.data : asked.map(() => taken);
}

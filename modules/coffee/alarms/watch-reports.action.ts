import type { CompiledQuery } from 'kysely';
import type { Ctx } from '../../../kernel/ctx/index.ts';
import type { Heartbeat } from '../status/heartbeat.query.ts';
import { judgeReport } from './judge-report.rule.ts';
import { readRules } from './read-rules.ts';
import { alarmWrites } from './write-alarms.action.ts';

/**
 * Part of a heartbeat: opens and clears alarms. Which are open is in the machine's row, so that a report in which
 * nothing changes costs no statement. Of several reports of one machine the last one decides.
 */
export async function watchReports(tx: Ctx, heartbeats: Heartbeat[]): Promise<CompiledQuery[]> {
  const rules = await readRules(tx);
  const newest = new Map(heartbeats.map((heartbeat) => [heartbeat.machine.id, heartbeat]));
  return alarmWrites(
    tx,
    [...newest.values()].map(({ machine, bins, judged }) => {
      const levels = new Map(judged.levels.map(({ position, level_milli }) => [position, level_milli]));
      const now = bins.map((bin) => ({ ...bin, level_milli: levels.get(bin.position) ?? bin.level_milli }));
      const verdicts = judgeReport(new Set(machine.alarms), { ...machine, ...judged.machine }, now, rules);
      return { machine, verdicts };
    }),
  );
}

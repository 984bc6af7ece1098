import { type Ctx, perOrganization } from '../../../kernel/ctx/index.ts';
import { endingWith, planOnce, transaction, wasRolledBack } from '../../../kernel/db/index.ts';
import { gatherQueries } from '../../../kernel/lib/gather.ts';
import { ok, type Refusal, type Result, refuse } from '../../../kernel/lib/result.ts';
import { publish } from '../../../kernel/realtime/index.ts';
import { creditsWaitingAt } from '../ledger/credits.query.ts';
import { mayMeter } from '../meters/contract.ts';
import { lockBalancesOf } from '../meters/lock-balance.query.ts';
import { findMeterId, isNamed, metersOfDevices } from '../meters/meters.query.ts';
import { METER } from '../names.ts';
import type { Report, ReportInput } from './contract.ts';
import { readReport } from './read-report.ts';
import { knownReadings, recordReadings, type Sheet } from './record-readings.action.ts';

type Asked = { ctx: Ctx; deviceId: string; reference: string; input: ReportInput };

/**
 * Readings that a meter's machine reports, in any order, also again: each counts once. A machine reports only for its
 * own meter. The answer has what the machine has to add. Reports that come at the same moment are one transaction.
 *
 * Refusals: `electricity.meter.not_found`, `not_yours`, `state_not_allowed`, and those of `readReport`; a reading that
 * can't be read or can't be right is refused or flagged by itself.
 * @param body the report as the machine wrote it
 */
export async function reportReadings(ctx: Ctx, reference: string, body: unknown): Promise<Result<Report>> {
  const read = readReport(body);
  if (!read.ok) return read;
  const { refused, ...input } = read.data;
  const { actor } = ctx;
  const asked = { ctx, deviceId: actor.kind === 'device' ? actor.id : NOBODY, reference, input };
  // Nobody waits for the backlog of a meter that was without a network.
  const alone = ctx.inTransaction || input.readings.length > FEW;
  const report = alone ? (await reportAll([asked]))[0] : await together(ctx)(asked);
  if (!report?.ok && report?.code === 'electricity.meter.not_yours' && !(await findMeterId(ctx, reference))) {
    return refuse('electricity.meter.not_found');
  }
  return report?.ok ? ok({ ...report.data, results: [...report.data.results, ...refused] }) : (report as Refusal);
}

/** Measures no meter. */
const NOBODY = '00000000-0000-0000-0000-000000000000';
const FEW = 20;
const together = perOrganization(() => gatherQueries(reportAll, wasRolledBack));

async function reportAll(asked: Asked[]): Promise<Result<Report>[]> {
  const { ctx } = asked[0] as Asked;
  const devices = [...new Set(asked.map(({ deviceId }) => deviceId))];
  // Of several callers, so nobody's own.
  const actor = { kind: 'system', id: null, name: 'electricity' } as const;
  const reported = await transaction({ ...ctx, actor }, async (tx) => {
    // One batch, and the locks first: each of the others sees what was committed until then.
    const [, balances, meters, known, credits] = await Promise.all([
      planOnce(tx),
      lockBalancesOf(tx, devices),
      metersOfDevices(tx, devices),
      knownReadings(
        tx,
        'device_id',
        asked.map(({ deviceId, input }) => ({ of: deviceId, readings: input.readings })),
      ),
      creditsWaitingAt(tx, devices),
    ]);
    const sheets: Sheet[] = [];
    const taken = asked.map((one): Result<{ sheet: number; deviceId: string }> => {
      const meter = meters.get(one.deviceId);
      const balance = meter && balances.get(meter.id);
      if (!balance || !isNamed(meter, one.reference)) return refuse('electricity.meter.not_yours');
      if (!mayMeter('report', meter.state)) return refuse('electricity.meter.state_not_allowed');
      const { readings } = one.input;
      const byName = one.ctx.actor.name;
      const sheet = sheets.push({ balance, source: 'device', fileId: null, byHolder: false, byName, readings }) - 1;
      return ok({ sheet, deviceId: one.deviceId });
    });
    const { recorded, writes } = await recordReadings(tx, sheets, known);
    const now = tx.clock.now().toISOString();
    return endingWith(
      taken.map((one): Result<Report> => {
        if (!one.ok) return one;
        const { outcomes = [], balanceWh = 0 } = recorded[one.data.sheet] ?? {};
        const { balance } = sheets[one.data.sheet] as Sheet;
        if (outcomes.some(({ state }) => state === 'counted')) publish(tx, METER, balance.meter_id);
        const results = outcomes.map(({ taken_at, state, flag, code }) => ({ taken_at, state, flag, code }));
        return ok({ now, results, balance_wh: balanceWh, credits: credits.get(one.data.deviceId) ?? [] });
      }),
      writes,
    );
  });
  return reported.ok ? reported.data : asked.map(() => reported);
}

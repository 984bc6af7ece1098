import { type Ctx, inOrg, orgOf } from '../../../kernel/ctx/index.ts';
import { errorOf, hoursLeft, LEARNED, type Past } from './forecast.rule.ts';

const HOUR_MS = 3_600_000;
/** Four weeks to learn from, for forecasts of the four weeks before. */
const LOOKED_AT_MS = 2 * LEARNED * HOUR_MS;

/** `since`: what is older is not learned from, as it is another holder's. */
type Read = { id: string; balance_wh: number; read_at: Date | null; since: Date | null };
export type Lasts = { emptyAt: Date; hoursLeft: number };

/** How long the units of some meters last; without those about which nothing is known. */
export async function lastsOf(ctx: Ctx, meters: Read[]): Promise<Map<string, Lasts>> {
  const lasts = new Map<string, Lasts>();
  for (const [id, past] of await pastsOf(ctx, meters)) {
    const said = lasting(ctx, past);
    if (said) lasts.set(id, said);
  }
  return lasts;
}

/** The same of one meter, with how far such forecasts were off in the last month. */
export async function lastsWithError(ctx: Ctx, meter: Read): Promise<(Lasts & { errorHours: number | null }) | null> {
  const past = (await pastsOf(ctx, [meter])).get(meter.id);
  const said = past && lasting(ctx, past);
  if (!said) return null;
  const error = errorOf(past);
  return { ...said, errorHours: error === null ? null : Math.round(error * said.hoursLeft) };
}

/** From the latest reading on: what was used since is not counted yet. */
function lasting(ctx: Ctx, { balance_wh, read_at, ...past }: Known): Lasts | null {
  const hours = hoursLeft(past, balance_wh);
  if (hours === null) return null;
  const now = ctx.clock.now().getTime();
  const emptyAt = new Date(Math.max(now, read_at.getTime() + hours * HOUR_MS));
  return { emptyAt, hoursLeft: (emptyAt.getTime() - now) / HOUR_MS };
}

type Known = Past & { balance_wh: number; read_at: Date };

async function pastsOf(ctx: Ctx, meters: Read[]): Promise<Map<string, Known>> {
  const read = meters.flatMap(({ read_at, ...meter }) => (read_at ? [{ ...meter, read_at }] : []));
  if (read.length === 0) return new Map();
  const now = ctx.clock.now().getTime();
  const earliest = Math.min(...read.map(({ read_at }) => read_at.getTime())) - LOOKED_AT_MS;
  const rows = await ctx.db
    .selectFrom('electricity_usage_hour')
    .select(['meter_id', 'at', 'wh'])
    .where(inOrg(ctx))
    .where(
      'meter_id',
      'in',
      read.map(({ id }) => id),
    )
    .where('at', '>=', new Date(earliest))
    .orderBy('meter_id')
    .orderBy('at')
    .execute();
  const byMeter = Map.groupBy(rows, ({ meter_id }) => meter_id);
  const offset = offsetOf(orgOf(ctx).timeZone, now);
  return new Map(
    read.map(({ id, balance_wh, read_at, since }) => {
      const known = (byMeter.get(id) ?? []).filter(({ at }) => since === null || at >= since);
      return [id, { ...pastOf(known, read_at, offset), balance_wh, read_at }];
    }),
  );
}

/** The whole hours from the first that is known to the latest reading. */
function pastOf(rows: { at: Date; wh: number }[], readAt: Date, offset: number): Past {
  const first = rows[0]?.at.getTime();
  if (first === undefined) return { hours: [], week: 0 };
  const count = Math.max(0, Math.floor((readAt.getTime() - first) / HOUR_MS));
  const hours = Array.from({ length: count }, () => 0);
  for (const { at, wh } of rows) {
    const i = Math.floor((at.getTime() - first) / HOUR_MS);
    if (i < count) hours[i] = wh;
  }
  return { hours, week: Math.floor((first + offset) / HOUR_MS) % (7 * 24) };
}

const offsetOf = (zone: string, at: number) =>
  Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).offsetNanoseconds / 1e6;

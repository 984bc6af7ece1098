import { createHash, createHmac } from 'node:crypto';
import { sql } from 'kysely';
import { publicKeys, subjectKind } from '../../../kernel/credentials/index.ts';
import { type Ctx, orgOf } from '../../../kernel/ctx/index.ts';
import { deriveKey } from '../../../kernel/lib/derive-key.ts';
import { addDays, dayIn } from '../../../kernel/lib/time.ts';
import { getSettings } from '../../../kernel/settings/index.ts';
import { STUDENT } from '../names.ts';
import { messSettings } from '../settings.ts';
import type { StudentState } from '../students/student-states.rule.ts';
import type { Roster, ScannerView } from './contract.ts';
import { doorMeals } from './meals.ts';
import { sealKey } from './queue-key.ts';
import { packRoster, ROSTER_DAYS, rosterSubject } from './roster.rule.ts';

type Row = {
  id: string;
  version: number;
  state: StudentState;
  changing: boolean;
  paid: { from: string; to: string }[] | null;
  cuts: { from: string; to: string }[] | null;
  served: { on: string; meal: string }[] | null;
};

/**
 * The roster of a device for yesterday and the days to come, and its ETag. Students without a valid code are left out,
 * so that their hash appears nowhere. The salt depends on the scanner and the day, so that two rosters can't be
 * compared, and the same content has the same ETag.
 */
export async function makeRoster(
  ctx: Ctx,
  scanner: Pick<ScannerView, 'id' | 'stale_policy' | 'stale_minutes' | 'by_hand'>,
): Promise<{ roster: Roster; etag: string }> {
  const organization = orgOf(ctx);
  const now = ctx.clock.now();
  const from = addDays(dayIn(organization.timeZone, now), -1);
  const days = Array.from({ length: ROSTER_DAYS }, (_, i) => addDays(from, i));
  const to = days.at(-1) as string;
  const [all, rows, closures, keys, { changing_codes }] = await Promise.all([
    doorMeals(ctx),
    students(ctx, from, to),
    closed(ctx, days),
    publicKeys(ctx),
    getSettings(ctx, messSettings),
  ]);
  const meals = all.filter(({ active }) => active);
  const places = new Map(meals.map(({ id }, i) => [id, i]));
  const salt = createHmac('sha256', saltKey(ctx)).update(`${scanner.id} ${from}`).digest().subarray(0, 16);
  const entries = rows.map(({ id, version, state, changing, paid, cuts, served }) => ({
    hash: createHmac('sha256', salt).update(rosterSubject(id, version)).digest(),
    state,
    changing: changing || changing_codes,
    days: days.map((day) => ({
      paid: within(paid, day),
      cut: within(cuts, day),
      served: (served ?? []).filter(({ on }) => on === day).flatMap(({ meal }) => places.get(meal) ?? []),
    })),
  }));
  const content = {
    time_zone: organization.timeZone,
    stale_policy: scanner.stale_policy,
    stale_minutes: scanner.stale_minutes,
    by_hand: scanner.by_hand,
    days,
    meals: meals.map(({ id, code, name, starts, ends }) => ({ id, code, name, starts, ends })),
    closures,
    keys: keys.map(({ organizationId, ...key }) => ({ ...key, organization_id: organizationId })),
    subject_kind: subjectKind(STUDENT),
    seal_key: sealKey(ctx),
    salt: salt.toString('base64url'),
    count: entries.length,
    entries: Buffer.from(packRoster(entries)).toString('base64url'),
  };
  const etag = `"${createHash('sha256').update(JSON.stringify(content)).digest('base64url').slice(0, 27)}"`;
  return { roster: { made_at: now.toISOString(), ...content }, etag };
}

const within = (ranges: { from: string; to: string }[] | null, day: string) =>
  (ranges ?? []).some((range) => range.from <= day && day <= range.to);

/** The rule's facts for each student, over all the days: the same facts as `FACTS`. */
async function students(ctx: Ctx, from: string, to: string): Promise<Row[]> {
  const { id } = orgOf(ctx);
  const { rows } = await sql<Row>`
    with paid as (
      select m.student_id, jsonb_agg(jsonb_build_object('from', y.starts_on,
        'to', case when m.state = 'verified' then y.ends_on else least(y.ends_on, m.grace_until) end)) as days
      from mess_cycle y join mess_cycle_payment m on m.organization_id = y.organization_id and m.cycle_id = y.id
      where y.organization_id = ${id} and y.starts_on <= ${to}::date and y.ends_on >= ${from}::date
        and (m.state = 'verified' or m.grace_until >= ${from}::date)
      group by 1
    ), cut as (
      select student_id, jsonb_agg(jsonb_build_object('from', from_on, 'to', to_on)) as days from mess_cut
      where organization_id = ${id} and state = 'active' and from_on <= ${to}::date and to_on >= ${from}::date group by 1
    ), served as (
      select student_id, jsonb_agg(jsonb_build_object('on', service_on, 'meal', meal_id)) as meals from mess_service
      where organization_id = ${id} and service_on between ${from}::date and ${to}::date group by 1
    )
    select s.id, c.version, s.state, s.changing_code as changing, paid.days as paid, cut.days as cuts, served.meals as served
    from mess_student s
    join credential c on c.organization_id = s.organization_id and c.subject_id = s.id and c.subject_type = ${STUDENT} and c.revoked_at is null
    left join paid on paid.student_id = s.id left join cut on cut.student_id = s.id left join served on served.student_id = s.id
    where s.organization_id = ${id} order by s.id`.execute(ctx.db);
  return rows;
}

async function closed(ctx: Ctx, days: string[]): Promise<Roster['closures']> {
  const rows = await ctx.db
    .selectFrom('mess_closure')
    .select(['from_on', 'to_on', 'meal_id'])
    .where('organization_id', '=', orgOf(ctx).id)
    .where('cancelled_at', 'is', null)
    .where('from_on', '<=', days.at(-1) as string)
    .where('to_on', '>=', days[0] as string)
    .orderBy('id')
    .execute();
  return rows.flatMap((row) =>
    days.filter((on) => row.from_on <= on && on <= row.to_on).map((on) => ({ on, meal_id: row.meal_id })),
  );
}

/** Records that a scanner has the current roster. */
export async function noteRoster(ctx: Ctx, { id, by_hand }: Pick<ScannerView, 'id' | 'by_hand'>): Promise<void> {
  const roster_at = ctx.clock.now();
  await ctx.db
    .insertInto('mess_scanner')
    .values({ organization_id: orgOf(ctx).id, device_id: id, by_hand, roster_at })
    .onConflict((same) => same.columns(['organization_id', 'device_id']).doUpdateSet({ roster_at }))
    .execute();
}

const saltKey = ({ config }: Ctx) => deriveKey(config.SECRET_KEY, 'mess:roster');

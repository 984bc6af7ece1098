import { createHash, createHmac } from 'node:crypto';
import { publicKeys, subjectKind } from '../../../kernel/credentials/index.ts';
import { type Ctx, inOrg, orgOf } from '../../../kernel/ctx/index.ts';
import { deriveKey } from '../../../kernel/lib/derive-key.ts';
import { addDays, dayIn } from '../../../kernel/lib/time.ts';
import { getSettings } from '../../../kernel/settings/index.ts';
import { cachedMeals } from '../meals/meals-now.query.ts';
import { STUDENT } from '../names.ts';
import { messSettings } from '../settings.ts';
import type { StudentState } from '../students/student-states.rule.ts';
import type { Roster, ScannerView } from './contract.ts';
import { sealKey } from './queue-key.ts';
import { packRoster, ROSTER_DAYS, rosterSubject } from './roster.rule.ts';

type Days = { from: string; to: string }[];

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
    cachedMeals(ctx),
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
      served: served.filter(({ on }) => on === day).flatMap(({ meal }) => places.get(meal) ?? []),
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

const within = (ranges: Days, day: string) => ranges.some((range) => range.from <= day && day <= range.to);

/**
 * The rule's facts for each student, over all the days: the same facts as `FACTS`. Four plain lists, put together here:
 * one statement that joins them takes minutes for a large hostel if it was planned before the tables were analyzed.
 */
async function students(ctx: Ctx, from: string, to: string) {
  const { id } = orgOf(ctx);
  const [all, paid, cuts, served] = await Promise.all([
    ctx.db
      .selectFrom('mess_student as s')
      .innerJoin('credential as c', (on) =>
        on
          .onRef('c.organization_id', '=', 's.organization_id')
          .onRef('c.subject_id', '=', 's.id')
          .on('c.subject_type', '=', STUDENT)
          .on('c.revoked_at', 'is', null),
      )
      .select(['s.id', 'c.version', 's.state', 's.changing_code as changing'])
      .where('s.organization_id', '=', id)
      .orderBy('s.id')
      .execute(),
    ctx.db
      .selectFrom('mess_cycle as y')
      .innerJoin('mess_cycle_payment as m', (on) =>
        on.onRef('m.organization_id', '=', 'y.organization_id').onRef('m.cycle_id', '=', 'y.id'),
      )
      .select(['m.student_id', 'm.state', 'm.grace_until', 'y.starts_on', 'y.ends_on'])
      .where('y.organization_id', '=', id)
      .where('y.starts_on', '<=', to)
      .where('y.ends_on', '>=', from)
      .where((eb) => eb.or([eb('m.state', '=', 'verified'), eb('m.grace_until', '>=', from)]))
      .execute(),
    ctx.db
      .selectFrom('mess_cut')
      .select(['student_id', 'from_on as from', 'to_on as to'])
      .where('organization_id', '=', id)
      .where('state', '=', 'active')
      .where('from_on', '<=', to)
      .where('to_on', '>=', from)
      .execute(),
    ctx.db
      .selectFrom('mess_service')
      .select(['student_id', 'service_on as on', 'meal_id as meal'])
      .where('organization_id', '=', id)
      .where('service_on', '>=', from)
      .where('service_on', '<=', to)
      .execute(),
  ]);
  const paidBy = Map.groupBy(
    paid.map(({ student_id, state, grace_until, starts_on, ends_on }) => ({
      student_id,
      from: starts_on,
      to: state === 'verified' || grace_until === null || grace_until > ends_on ? ends_on : grace_until,
    })),
    ({ student_id }) => student_id,
  );
  const cutBy = Map.groupBy(cuts, ({ student_id }) => student_id);
  const servedBy = Map.groupBy(served, ({ student_id }) => student_id);
  return all.map((student) => ({
    ...student,
    state: student.state as StudentState,
    paid: paidBy.get(student.id) ?? [],
    cuts: cutBy.get(student.id) ?? [],
    served: servedBy.get(student.id) ?? [],
  }));
}

async function closed(ctx: Ctx, days: string[]): Promise<Roster['closures']> {
  const rows = await ctx.db
    .selectFrom('mess_closure')
    .select(['from_on', 'to_on', 'meal_id'])
    .where(inOrg(ctx))
    .where('cancelled_at', 'is', null)
    .where('from_on', '<=', days.at(-1) as string)
    .where('to_on', '>=', days[0] as string)
    .orderBy('id')
    .execute();
  return rows.flatMap((row) =>
    days.filter((on) => row.from_on <= on && on <= row.to_on).map((on) => ({ on, meal_id: row.meal_id })),
  );
}

const saltKey = ({ config }: Ctx) => deriveKey(config.SECRET_KEY, 'mess:roster');

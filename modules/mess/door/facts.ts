import { anyRow } from '../../../kernel/db/index.ts';
import type { StudentState } from '../students/student-states.rule.ts';
import type { EatFacts } from './may-eat.rule.ts';

/** What the database holds about a student for a service day and a meal, which the rule judges. */
export type StudentFacts = {
  state: StudentState;
  /** the code is the newest of its student, and of a kind that they may show */
  current: boolean;
  revoked: boolean;
  key_good: boolean;
  paid: boolean;
  cut: boolean;
  closed: boolean;
  served: boolean;
};

/**
 * SQL for the columns of `StudentFacts` over rows `a (student_id, version, key_id, changes, service_on, meal_id)` with
 * `STUDENT_JOINS`, `$1` being the organization and `$2` the credentials' subject type. `changes`: whether the code is a
 * changing one, which a student with `changing_code` must show; null when everybody must show a changing code and this one
 * isn't. Without a version (a supervisor chose the student by hand) the code counts as good. The SQL returns facts and
 * never decides.
 */
export const FACTS = `s.state,
  a.version is null or coalesce(c.version = a.version and a.changes is not null and (a.changes or not s.changing_code), false)
    as current,
  a.version is not null and c.revoked_at is not null as revoked,
  a.version is null or coalesce(k.state <> 'revoked', false) as key_good,
  ${anyRow(`mess_cycle y join mess_cycle_payment m on m.organization_id = $1::uuid and m.cycle_id = y.id and m.student_id = s.id
    where y.organization_id = $1::uuid and y.starts_on <= a.service_on and y.ends_on >= a.service_on
      and (m.state = 'verified' or m.grace_until >= a.service_on)`)} as paid,
  ${anyRow(`mess_cut t where t.organization_id = $1::uuid and t.student_id = s.id and t.state = 'active'
    and daterange(t.from_on, t.to_on, '[]') @> a.service_on`)} as cut,
  ${anyRow(`mess_closure o where o.organization_id = $1::uuid and o.cancelled_at is null
    and o.from_on <= a.service_on and o.to_on >= a.service_on and (o.meal_id is null or o.meal_id = a.meal_id)`)} as closed,
  ${anyRow(`mess_service v where v.organization_id = $1::uuid and v.student_id = s.id
    and v.service_on = a.service_on and v.meal_id = a.meal_id`)} as served`;

/** What `FACTS` needs beside `a`. */
export const STUDENT_JOINS = `
  join mess_student s on s.organization_id = $1::uuid and s.id = a.student_id
  join person p on p.organization_id = $1::uuid and p.id = s.person_id
  left join credential c on c.organization_id = $1::uuid and c.subject_id = s.id and c.subject_type = $2::text
  left join credential_key k on k.organization_id = $1::uuid and k.id = a.key_id`;

/** What the scanner shows about the student. */
export const STUDENT_COLUMNS = 's.id as student_id, s.roll_number, s.room, s.photo_file_id, s.notify_meals, p.name';

export type StudentRow = {
  student_id: string;
  roll_number: string;
  room: string | null;
  photo_file_id: string | null;
  notify_meals: boolean;
  name: string;
};

/**
 * The facts as the rule takes them, of one service day; `codeUntil` is the end in the code itself. null: there is no
 * such student, or the code names none.
 */
export function asEatFacts(facts: StudentFacts | null, serviceOn: string, codeUntil: Date | null): EatFacts {
  const today = [{ from: serviceOn, to: serviceOn }];
  return {
    codeGood: (facts?.current && facts.key_good) ?? false,
    codeUntil,
    codeRevoked: facts?.revoked ?? false,
    state: facts?.state ?? null,
    paidDays: facts?.paid ? today : [],
    cutDays: facts?.cut ? today : [],
    closedDays: facts?.closed ? today.map((day) => ({ ...day, mealId: null })) : [],
    served: facts?.served ?? false,
  };
}

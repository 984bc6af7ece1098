import { CompiledQuery } from 'kysely';
import { type Ctx, orgOf } from '../../../kernel/ctx/index.ts';
import { STUDENT } from '../names.ts';
import { FACTS, STUDENT_COLUMNS, STUDENT_JOINS, type StudentRow } from './facts.ts';

/** One request for facts; `place` comes back with the answer. */
export type FactsAsked = {
  place: number;
  studentId: string;
  version: number | null;
  keyId: string | null;
  changes: boolean | null;
  serviceOn: string;
  mealId: string | null;
};

/** A student, with what decides about them. `facts`: see factsOf. */
export type FactsRow = StudentRow & { place: number; facts: number };

/** The facts of many students in one query; unknown students are left out. */
export async function readFactsOf(tx: Ctx, asked: FactsAsked[]): Promise<FactsRow[]> {
  if (asked.length === 0) return [];
  const column = <K extends keyof FactsAsked>(name: K) => asked.map((each) => each[name]);
  const columns = [column('place'), column('studentId'), column('version'), column('keyId'), column('serviceOn')];
  const values = [orgOf(tx).id, STUDENT, ...columns, column('mealId'), column('changes')];
  return (await tx.db.executeQuery<FactsRow>(CompiledQuery.raw(MANY, values) as CompiledQuery<FactsRow>)).rows;
}

// Raw SQL: a batch in arrays has one text, and one plan, for any number of rows.
const MANY = `
select a.place, ${STUDENT_COLUMNS}, ${FACTS} as facts
from unnest($3::int[], $4::uuid[], $5::int[], $6::text[], $7::date[], $8::uuid[], $9::boolean[])
  as a (place, student_id, version, key_id, service_on, meal_id, changes)${STUDENT_JOINS}
where s.id is not null`;

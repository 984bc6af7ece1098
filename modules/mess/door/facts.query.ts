import { CompiledQuery } from 'kysely';
import { type Ctx, orgOf } from '../../../kernel/ctx/index.ts';
import { STUDENT } from '../names.ts';
import { FACTS, STUDENT_COLUMNS, STUDENT_JOINS, type StudentFacts, type StudentRow } from './facts.ts';

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

/** A student, with what decides about them. */
export type FactsRow = StudentRow & StudentFacts & { place: number };

/** The facts of many students in one query; unknown students are left out. */
export async function readFactsOf(tx: Ctx, asked: FactsAsked[]): Promise<FactsRow[]> {
  if (asked.length === 0) return [];
  const column = <K extends keyof FactsAsked>(name: K) => asked.map((each) => each[name]);
  const columns = [column('place'), column('studentId'), column('version'), column('keyId'), column('serviceOn')];
  return read(tx, MANY, [...columns, column('mealId'), column('changes')]);
}

/** The facts of one student; undefined: there is no such student. */
export async function readFacts(tx: Ctx, asked: Omit<FactsAsked, 'place'>): Promise<FactsRow | undefined> {
  const { studentId, version, keyId, serviceOn, mealId, changes } = asked;
  return (await read(tx, ONE, [0, studentId, version, keyId, serviceOn, mealId, changes]))[0];
}

async function read(tx: Ctx, text: string, values: unknown[]): Promise<FactsRow[]> {
  const query = CompiledQuery.raw(text, [orgOf(tx).id, STUDENT, ...values]);
  return (await tx.db.executeQuery(query as CompiledQuery<FactsRow>)).rows;
}

const COLUMNS = ['place', 'student_id', 'version', 'key_id', 'service_on', 'meal_id', 'changes'];
const TYPES = ['int', 'uuid', 'int', 'text', 'date', 'uuid', 'boolean'];

// Raw SQL: a batch in arrays has one text, and one plan, for any number of rows.
const factsFrom = (rows: string) =>
  `select a.place, ${STUDENT_COLUMNS}, ${FACTS} from ${rows} as a (${COLUMNS.join(', ')})${STUDENT_JOINS}`;
const MANY = factsFrom(`unnest(${TYPES.map((type, i) => `$${i + 3}::${type}[]`).join(', ')})`);
const ONE = factsFrom(`(values (${TYPES.map((type, i) => `$${i + 3}::${type}`).join(', ')}))`);

import type { Answer, Statement } from './pipeline.ts';

/** Where a statement's answer is found: all of an answer, or the row `index` of one for the row writes `all`. */
export type Place = { at: number; index?: number; all?: Statement[] };

/** The statements of many batches, and where in their answers each one's is. */
export type Merge = (batches: Statement[][]) => { statements: Statement[]; places: Place[][] };

/**
 * Transactions one after the other, in which the row writes (`rowWrite`) of one text are one statement, where the first
 * of them stands.
 */
export const mergeRows: Merge = (batches) => {
  const statements: Statement[] = [];
  const merged = new Map<string, { at: number; all: Statement[] }>();
  const places = batches.map((batch) =>
    batch.map((one): Place => {
      if (!one.rows) return { at: statements.push(one) - 1 };
      const known = merged.get(one.text) ?? { at: statements.push(one) - 1, all: [] };
      merged.set(one.text, known);
      return { ...known, index: known.all.push(one) - 1 };
    }),
  );
  for (const { at, all } of merged.values()) if (all.length > 1) statements[at] = asOne(all);
  return { statements, places };
};

/** Reads one after the other, in which those that ask the same are one statement. */
export const mergeEqual: Merge = (batches) => {
  const statements: Statement[] = [];
  const known = new Map<string, Place>();
  const places = batches.map((batch) =>
    batch.map((one) => {
      const asked = one.text + JSON.stringify(one.values);
      const place = known.get(asked) ?? { at: statements.push(one) - 1 };
      known.set(asked, place);
      return place;
    }),
  );
  return { statements, places };
};

/** Row writes of one text: their arrays, one behind the other. */
function asOne(all: Statement[]): Statement {
  const [first] = all as [Statement];
  const inside = (array: Statement['values'][number] | undefined) => (array as string).slice(1, -1);
  const values = first.values.map((_, i) => `{${all.map((one) => inside(one.values[i])).join(',')}}`);
  return { ...first, values };
}

/** Throws when a statement of row writes answers neither a row for each of them nor none. */
export function answerAt(answers: Answer[], { at, index, all }: Place): Answer {
  const answer = answers[at] as Answer;
  if (index === undefined || all === undefined) return answer;
  const { rows } = answer;
  if (rows.length > 0 && rows.length !== all.length)
    throw new Error(`${all.length} row writes were answered with ${rows.length} rows`);
  return { ...answer, rowCount: 1, rows: rows.slice(index, index + 1) };
}

import { type Ctx, orgOf } from '../ctx/index.ts';
import { ok, type Result } from '../lib/result.ts';
import type { AnyImport, Choice, Sending } from './define.ts';
import { choicesOf } from './duplicates.ts';

type Run = { id: string; definition: AnyImport; context: unknown; choice: Choice; send: Sending };
type Good = { number: number; row: unknown };
type Done = { written: number; updated: number; skipped: number };

/**
 * Writes a batch's good rows in its transaction. Existing records are looked up again here, so that records from
 * earlier rows of the same batch are found too. Each duplicate follows its own choice, or the run's.
 */
export async function writeGood(tx: Ctx, run: Run, good: Good[]): Promise<Result<Done>> {
  const done: Done = { written: 0, updated: 0, skipped: 0 };
  if (good.length === 0) return ok(done);
  const { definition, context } = run;
  const chosen = definition.findSame ? await choicesOf(tx, run.id, good) : new Map<number, Choice>();
  for (const part of definition.findSame ? apart(definition, good) : [good]) {
    const there = (await definition.findSame?.(tx, rowsOf(part), context)) ?? [];
    const added: Good[] = [];
    const changed: { row: unknown; id: string }[] = [];
    for (const [index, one] of part.entries()) {
      const existing = there[index];
      const choice = existing ? (chosen.get(one.number) ?? run.choice) : 'add';
      if (choice === 'add') added.push(one);
      else if (choice === 'update' && existing) changed.push({ row: one.row, id: existing.id });
      else done.skipped += 1;
    }
    const adding = await add(tx, run, added);
    if (!adding.ok) return adding;
    const updated = changed.length > 0 ? await definition.updateRows?.(tx, changed, context) : undefined;
    if (updated && !updated.ok) return updated;
    done.written += added.length;
    done.updated += changed.length;
  }
  return ok(done);
}

async function add(tx: Ctx, run: Run, added: Good[]): Promise<Result<null>> {
  if (added.length === 0) return ok(null);
  const made: string[] = [];
  const options = { send: run.send === 'now', made: (id: string) => void made.push(id) };
  const written = await run.definition.writeRows(tx, rowsOf(added), run.context, options);
  if (written && !written.ok) return written;
  if (run.send === 'later' && made.length > 0) {
    const { id: organization_id } = orgOf(tx);
    const values = made.map((subject_id) => ({ organization_id, import_id: run.id, subject_id }));
    await tx.db.insertInto('import_waiting').values(values).execute();
  }
  return ok(null);
}

const rowsOf = (list: Good[]) => list.map(({ row }) => row);

/**
 * Splits rows into parts in which no two rows agree: a row is compared with the database only after the rows before it
 * that it agrees with are written.
 */
function apart(definition: AnyImport, good: Good[]): Good[][] {
  const parts: Good[][] = [];
  let part: Good[] = [];
  let seen = new Set<string>();
  for (const one of good) {
    const keys = (definition.same ?? []).flatMap(({ of }, index) => {
      const value = of(one.row);
      return value === null ? [] : [`${index} ${value}`];
    });
    if (keys.some((key) => seen.has(key))) {
      parts.push(part);
      part = [];
      seen = new Set();
    }
    part.push(one);
    for (const key of keys) seen.add(key);
  }
  return part.length > 0 ? [...parts, part] : parts;
}

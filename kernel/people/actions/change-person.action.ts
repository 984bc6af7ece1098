import { isDeepStrictEqual } from 'node:util';
import { audit } from '../../audit/index.ts';
import { type Ctx, inOrg } from '../../ctx/index.ts';
import { transaction } from '../../db/index.ts';
import { ok, type Result, refuse } from '../../lib/result.ts';
import type { PersonPatch } from '../contract.ts';
import { type Person, toPerson } from '../person.ts';
import { readPerson } from '../read-person.ts';

/** Changes the fields that are given; an equal value writes nothing. Refuses with `people.not_found` and as createPerson does. */
export async function changePerson(ctx: Ctx, id: string, patch: PersonPatch): Promise<Result<Person>> {
  const read = readPerson(ctx, patch);
  if (!read.ok) return read;
  return transaction(ctx, async (tx) => {
    const before = await tx.db
      .selectFrom('person')
      .selectAll()
      .where(inOrg(tx))
      .where('id', '=', id)
      .forUpdate()
      .executeTakeFirst();
    if (!before) return refuse('people.not_found');
    const { name, phone, email, language } = { ...before, ...read.data };
    const after = { name, phone, email, language };
    const was = { name: before.name, phone: before.phone, email: before.email, language: before.language };
    if (isDeepStrictEqual(was, after)) return ok(toPerson(before));
    const [row] = await Promise.all([
      tx.db
        .updateTable('person')
        .set({ ...after, updated_at: tx.clock.now() })
        .where(inOrg(tx))
        .where('id', '=', id)
        .returningAll()
        .executeTakeFirstOrThrow(),
      audit(tx, 'people.changed', {
        subject: { type: 'person', id },
        before: was,
        after,
      }),
    ]);
    return ok(toPerson(row));
  });
}

import { audit } from '../../audit/index.ts';
import { type Ctx, orgOf } from '../../ctx/index.ts';
import { transaction } from '../../db/index.ts';
import { newId } from '../../lib/ids.ts';
import { ok, type Result } from '../../lib/result.ts';
import type { PersonInput } from '../contract.ts';
import { type Person, toPerson } from '../person.ts';
import { readPerson } from '../read-person.ts';

/**
 * Adds a person, in the caller's transaction when there is one. It looks for no existing person: two people may have
 * the same name and share a phone. Refuses with `people.name_missing`, `people.phone_malformed` or
 * `people.email_malformed`.
 */
export async function createPerson(ctx: Ctx, input: PersonInput): Promise<Result<Person>> {
  const read = readPerson(ctx, input);
  if (!read.ok) return read;
  return transaction(ctx, async (tx) => {
    const now = tx.clock.now();
    const id = newId(now.getTime());
    const { name = '', phone = null, email = null, language = orgOf(tx).language } = read.data;
    const [row] = await Promise.all([
      tx.db
        .insertInto('person')
        .values({ organization_id: orgOf(tx).id, id, name, phone, email, language, created_at: now, updated_at: now })
        .returningAll()
        .executeTakeFirstOrThrow(),
      audit(tx, 'people.added', { subject: { type: 'person', id }, after: { name, phone, email, language } }),
    ]);
    return ok(toPerson(row));
  });
}

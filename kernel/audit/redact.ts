import { sql } from 'kysely';
import { type Ctx, orgOf } from '../ctx/index.ts';
import { CANONICAL, digestOf, redactionHash, type SigningKey, signingKey } from './chain.ts';
import { lockSealing } from './seal.ts';

/** A person whose data leave the trail. */
export type RedactionOf = {
  /** subjects and actors that are the person's; an actor may have a prefix, such as `portal.account:` */
  ids: ReadonlySet<string>;
  /** a pattern that finds the person's words in any entry; null without any */
  pattern: string | null;
  /** a value of `before` or `after` without them; `own`: the entry is about one of `ids` */
  clean(value: unknown, own: boolean): unknown;
  cleanText(text: string, own: boolean): string;
  /** what stands for the name of the person as the actor */
  erased: string;
};

type Row = {
  id: string;
  actor_id: string | null;
  actor_name: string;
  subject_id: string;
  before: unknown;
  after: unknown;
  note: string | null;
  ip: string | null;
  user_agent: string | null;
};

/**
 * Removes a person's data from the entries of the organization, in the transaction of `tx` (on the unscoped connection,
 * with app.erasing on). Who did what to which record and when stay, by ids. Each entry gets a signed digest of what is
 * left, by which `verifyAudit` knows it again; the chain is not touched. Returns how many entries changed.
 */
export async function redactAudit(tx: Ctx, person: RedactionOf): Promise<number> {
  // A pass of the sealer that had read an entry as it was would seal what is no longer there.
  await lockSealing(tx.db);
  const { id: organization } = orgOf(tx);
  const ids = [...person.ids];
  // Raw SQL: entries by subject, by actor with or without a prefix, and by what they say.
  const { rows } = await sql<Row>`
    select e.id, e.actor_id, e.actor_name, e.subject_id, e.before, e.after, e.note, e.ip, e.user_agent
    from audit_entry e where e.organization_id = ${organization}
      and (e.subject_id = any(${ids}) or regexp_replace(e.actor_id, '^.*:', '') = any(${ids})
        or ${person.pattern}::text is not null
          and concat_ws(' ', e.actor_name, e.note, e.before::text, e.after::text) ~* ${person.pattern})`.execute(tx.db);
  const key = signingKey(tx.config.SECRET_KEY);
  let changed = 0;
  for (const row of rows) {
    const theirs = row.actor_id !== null && person.ids.has(row.actor_id.replace(/^.*:/, ''));
    const own = person.ids.has(row.subject_id) || theirs;
    const left = {
      actor_name: theirs ? person.erased : person.cleanText(row.actor_name, own),
      before: row.before === null ? null : JSON.stringify(person.clean(row.before, own)),
      after: row.after === null ? null : JSON.stringify(person.clean(row.after, own)),
      note: row.note === null ? null : person.cleanText(row.note, own),
      ip: theirs ? null : row.ip,
      user_agent: theirs ? null : row.user_agent,
    };
    const was = { ...row, before: textOf(row.before), after: textOf(row.after) };
    if (Object.entries(left).every(([name, value]) => was[name as keyof typeof left] === value)) continue;
    await tx.db
      .updateTable('audit_entry')
      .set(left)
      .where('organization_id', '=', organization)
      .where('id', '=', row.id)
      .execute();
    await sign(tx, key, row.id);
    changed += 1;
  }
  return changed;
}

const textOf = (value: unknown) => (value === null ? null : JSON.stringify(value));

async function sign(tx: Ctx, key: SigningKey, entryId: string): Promise<void> {
  const { id: organization } = orgOf(tx);
  const { rows } = await sql<{ canonical: string }>`
    select ${sql.raw(CANONICAL)} as canonical from audit_entry e
    where e.organization_id = ${organization} and e.id = ${entryId}`.execute(tx.db);
  const digest = digestOf(rows[0]?.canonical ?? '');
  const values = {
    digest,
    signature: key.sign(redactionHash(organization, entryId, digest)),
    key_id: key.id,
    redacted_at: tx.clock.now(),
  };
  await tx.db
    .insertInto('audit_redaction')
    .values({ organization_id: organization, entry_id: entryId, ...values })
    .onConflict((oc) => oc.columns(['organization_id', 'entry_id']).doUpdateSet(values))
    .execute();
}

import { sql } from 'kysely';
import { Value } from 'typebox/value';
import { audit } from '../../audit/index.ts';
import { type Ctx, inOrg, orgOf } from '../../ctx/index.ts';
import { cleanJson } from '../../lib/clean-text.ts';
import { newId } from '../../lib/ids.ts';
import { getSettings } from '../../settings/index.ts';
import { COLUMNS, type DocumentRow, type IssuedDocument, type Series, toDocument } from '../document.ts';
import { ownFooter } from '../footer.ts';
import { documentSettings } from '../settings.ts';
import { faultOf, Snapshot } from '../snapshot.ts';

export type IssueInput = {
  series: Series;
  /** what the document is about, e.g. `{ type: 'exhibition.customer', id }` */
  subject: { type: string; id: string };
  snapshot: Snapshot;
  /** put before the organization's own prefix and the number, e.g. `KF26-`; the numbers stay one series */
  prefix?: string;
  /**
   * Return the subject's last document of the series when its content above the footer is the same, instead of a second
   * number for one receipt: printing twice is not issuing twice, and a new footer is no reason to.
   */
  reuse?: boolean;
  /**
   * The number that a device gave it without a network, of a block that the caller holds; where it is not theirs, or another
   * document has it, the next one is taken. `issuedAt`: what stands on the paper.
   */
  numbered?: { blockId: string; number: number; issuedAt: Date } | undefined;
  /** for a credit note: the corrected document, and the thing taken back */
  corrects?: { id: string; what: string };
};

/**
 * Issues a document in the caller's transaction: takes the next number of the series and stores the content. Call it
 * last: the number's row stays locked until the transaction ends, so everybody who issues in this series waits there.
 * Numbers have no gaps, because a rollback returns the number. Writes the audit entry, with the document's subject.
 * Throws when the snapshot does not fit its schema or its sum is wrong: that is a bug of the caller.
 */
export async function issueDocument(tx: Ctx, input: IssueInput): Promise<IssuedDocument> {
  if (!tx.inTransaction) throw new Error('issueDocument needs the transaction of the action it belongs to');
  const snapshot = Value.Clean(Snapshot, structuredClone(input.snapshot)) as Snapshot;
  if (!Value.Check(Snapshot, snapshot)) {
    const fault = Value.Errors(Snapshot, snapshot)[0];
    throw new TypeError(`not a document's snapshot: ${fault?.instancePath} ${fault?.message}`);
  }
  const fault = faultOf(snapshot);
  if (fault) throw new RangeError(`this document does not add up: ${fault}`);

  const present = input.reuse ? await sameAsLast(tx, input, snapshot) : null;
  if (present) return present;
  const settings = await getSettings(tx, documentSettings);
  const { series, subject } = input;
  const footer = [snapshot.footer, ownFooter(tx, series, snapshot.locale)].filter(Boolean).join('\n');
  if (footer) snapshot.footer = footer;
  const held = input.numbered ? await heldNumber(tx, series, input.numbered) : null;
  const now = held?.issuedAt ?? tx.clock.now();
  const prefix = held?.prefix ?? `${input.prefix ?? ''}${settings[`${series}_prefix`]}`;
  const row = await insert(tx, { series, subject, snapshot, now, prefix, held, corrects: input.corrects });
  await audit(tx, 'documents.document.issued', {
    subject,
    after: { series, number: row.formatted_number, currency: snapshot.currency, total_minor: snapshot.totalMinor },
  });
  return toDocument(row);
}

type Draft = Required<Pick<IssueInput, 'series' | 'subject' | 'snapshot' | 'prefix'>> & {
  now: Date;
  held: Held | null;
  corrects: IssueInput['corrects'];
};

type Held = { number: number; prefix: string; issuedAt: Date };

/** A number of a block that the actor holds, if nobody has used it. */
async function heldNumber(
  tx: Ctx,
  series: Series,
  { blockId, number, issuedAt }: NonNullable<IssueInput['numbered']>,
): Promise<Held | null> {
  // Two that claim one number take turns.
  const block = await tx.db
    .selectFrom('document_block')
    .select(['prefix', 'reserved_at'])
    .where(inOrg(tx))
    .where('id', '=', blockId)
    .where('series', '=', series)
    .where('holder_id', '=', tx.actor.id)
    .where('first_number', '<=', number)
    .where('last_number', '>=', number)
    .forNoKeyUpdate()
    .executeTakeFirst();
  if (!block) return null;
  const used = await tx.db
    .selectFrom('document')
    .select('id')
    .where(inOrg(tx))
    .where('series', '=', series)
    .where('number', '=', number)
    .executeTakeFirst();
  if (used) return null;
  const [earliest, latest] = [block.reserved_at, tx.clock.now()];
  const at = issuedAt < earliest ? earliest : issuedAt > latest ? latest : issuedAt;
  return { number, prefix: block.prefix, issuedAt: at };
}

/** Counter and document in one statement, so that the lock is held for one round trip less. */
async function insert(tx: Ctx, draft: Draft): Promise<DocumentRow> {
  const { series, subject, snapshot, now, prefix, held, corrects } = draft;
  const organizationId = orgOf(tx).id;
  const next = held
    ? sql`select ${held.number}::bigint as last_number`
    : sql`insert into document_counter as c (organization_id, series, last_number) values (${organizationId}, ${series}, 1)
      on conflict (organization_id, series) do update set last_number = c.last_number + 1
      returning last_number`;
  const { rows } = await sql<DocumentRow>`
    with counter as (${next})
    insert into document
      (organization_id, id, series, number, formatted_number, issued_at, subject_type, subject_id, snapshot,
       corrects_id, corrects_what)
    select ${organizationId}::uuid, ${newId()}::uuid, ${series}, last_number,
      ${prefix}::text || lpad(last_number::text, greatest(6, length(last_number::text)), '0'),
      ${now}::timestamptz, ${subject.type}, ${subject.id}::uuid, ${cleanJson(snapshot)}::jsonb,
      ${corrects?.id ?? null}::uuid, ${corrects?.what ?? null}::uuid
    from counter
    returning ${sql.join(COLUMNS.map((name) => sql.ref(name)))}`.execute(tx.db);
  return rows[0] as DocumentRow;
}

/** Simultaneous prints for one subject take turns here, and the second finds the first one's document. */
async function sameAsLast(
  tx: Ctx,
  { series, subject }: IssueInput,
  snapshot: Snapshot,
): Promise<IssuedDocument | null> {
  const lock = `document ${orgOf(tx).id} ${series} ${subject.type} ${subject.id}`;
  const [, last] = await Promise.all([
    sql`select pg_advisory_xact_lock(hashtextextended(${lock}, 0))`.execute(tx.db),
    tx.db
      .selectFrom('document')
      .select(COLUMNS)
      .select(sql<boolean>`snapshot - 'footer' = ${cleanJson(snapshot)}::jsonb - 'footer'`.as('same'))
      .where(inOrg(tx))
      .where('series', '=', series)
      .where('subject_id', '=', subject.id)
      .where('subject_type', '=', subject.type)
      .orderBy('id', 'desc')
      .limit(1)
      .executeTakeFirst(),
  ]);
  return last?.same ? toDocument(last) : null;
}

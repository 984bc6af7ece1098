import { sql } from 'kysely';
import type { Db } from '../ctx/index.ts';
import type { Clock } from '../lib/time.ts';
import { CANONICAL, type Link, linkHash, NO_HASH, type SigningKey } from './chain.ts';
import { readWatermark } from './watermark.ts';

/** Any number that no other advisory lock of the server uses. */
const SEAL_LOCK = 7_301_020;
/** Entries read in one pass; it keeps the transaction short after a long stop. */
const PASS = 20_000;
/** Most entries of one link: 5,000 ids and digests are a row of 240 kB. */
const LINK = 5_000;

export type SealResult = {
  /** false when another sealer holds the lock */
  ran: boolean;
  entries: number;
  links: number;
  /** more entries wait than one pass reads */
  more: boolean;
};

/**
 * One pass: adds to each organization's chain the entries that were committed since the last pass. It takes no lock
 * that writers wait for. It seals everything that is visible. A transaction that stays open for an hour holds back the
 * watermark, but not the sealing, because a link lists its entries by id.
 */
export async function sealAudit(system: Db, clock: Clock, key: SigningKey, limit = PASS): Promise<SealResult> {
  return system.transaction().execute(async (tx) => {
    const { rows } = await sql<{ mine: boolean }>`select pg_try_advisory_xact_lock(${SEAL_LOCK}) as mine`.execute(tx);
    if (!rows[0]?.mine) return { ran: false, entries: 0, links: 0, more: false };
    await sql`set local statement_timeout = '10min'`.execute(tx);
    const { sealedBelow, xmin } = await readWatermark(tx);
    // A separate statement after xmin was read, so it sees everything that ended before.
    // Raw SQL: the digests are made in the database, so that the entries needn't be sent here.
    const groups = await sql<Group>`
      with sealed as (
        select organization_id, unnest(entry_ids) as id from audit_seal where last_xact >= ${sealedBelow}
      ), fresh as (
        select e.organization_id, e.id, e.xact, sha256(convert_to(${sql.raw(CANONICAL)}, 'UTF8')) as digest
          from audit_entry e
         where e.xact >= ${sealedBelow}
           and not exists (select from sealed s where s.organization_id = e.organization_id and s.id = e.id)
         order by e.xact
         limit ${limit}
      )
      select f.organization_id, array_agg(f.id order by f.xact, f.id) as ids, max(f.xact) as last_xact,
             string_agg(f.digest, ''::bytea order by f.xact, f.id) as digests,
             (select s.sequence from audit_seal s where s.organization_id = f.organization_id order by sequence desc limit 1) as sequence,
             (select s.hash from audit_seal s where s.organization_id = f.organization_id order by sequence desc limit 1) as hash
        from fresh f group by f.organization_id`.execute(tx);

    const links = groups.rows.flatMap((group) => linksOf(group, clock.now(), key));
    await Promise.all(links.map((link) => insert(tx, link)));
    const entries = groups.rows.reduce((sum, group) => sum + group.ids.length, 0);
    const more = entries >= limit;
    if (!more && xmin > sealedBelow) {
      await tx.updateTable('audit_watermark').set({ sealed_below: xmin, updated_at: clock.now() }).execute();
    }
    return { ran: true, entries, links: links.length, more };
  });
}

/** Waits until no pass of the sealer runs, and holds back the next until the end of the transaction. */
export async function lockSealing(tx: Db): Promise<void> {
  await sql`select pg_advisory_xact_lock(${SEAL_LOCK})`.execute(tx);
}

type Group = {
  organization_id: string;
  ids: string[];
  last_xact: number;
  digests: Buffer;
  sequence: number | null;
  hash: Buffer | null;
};
type SealedLink = Link & { hash: Buffer; signature: Buffer; keyId: string; lastXact: number };

function linksOf(group: Group, sealedAt: Date, key: SigningKey): SealedLink[] {
  const links: SealedLink[] = [];
  let previousHash = group.hash ?? NO_HASH;
  let sequence = group.sequence ?? 0;
  for (let at = 0; at < group.ids.length; at += LINK) {
    const link: Link = {
      organizationId: group.organization_id,
      sequence: ++sequence,
      entryIds: group.ids.slice(at, at + LINK),
      entryDigests: group.digests.subarray(at * 32, (at + LINK) * 32),
      previousHash,
      sealedAt,
    };
    const hash = linkHash(link);
    // last_xact may be a little too large for all links but the last of a group. That only makes the next pass read
    // more.
    links.push({ ...link, hash, signature: key.sign(hash), keyId: key.id, lastXact: group.last_xact });
    previousHash = hash;
  }
  return links;
}

async function insert(tx: Db, link: SealedLink): Promise<void> {
  await tx
    .insertInto('audit_seal')
    .values({
      organization_id: link.organizationId,
      sequence: link.sequence,
      entry_ids: link.entryIds,
      entry_digests: link.entryDigests,
      previous_hash: link.previousHash,
      hash: link.hash,
      signature: link.signature,
      key_id: link.keyId,
      last_xact: link.lastXact,
      sealed_at: link.sealedAt,
    })
    .execute();
}

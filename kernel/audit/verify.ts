import { sql } from 'kysely';
import type { Db } from '../ctx/index.ts';
import { CANONICAL, digestOf, type Link, linkHash, NO_HASH, redactionHash, type SigningKey } from './chain.ts';

/** One fault of a chain: `entryId` is set when it concerns one entry, `sequence` is the number of the link. */
type AuditFault = {
  kind:
    | 'entry_changed' // an entry differs from what was sealed
    | 'entry_missing' // a sealed entry is gone
    | 'entry_added' // an entry was inserted later, before the sealed end
    | 'link_missing' // a gap in the chain
    | 'link_changed' // a link's hash does not match its content
    | 'link_broken' // a link does not contain the hash of the one before it
    | 'signature_wrong' // not signed by this server
    | 'signature_unknown'; // signed with a SECRET_KEY that was not given, or forged
  sequence?: number;
  entryId?: string;
};

export type AuditReport = {
  /** true when every chain could be checked and none has a fault */
  ok: boolean;
  entries: number;
  chains: ChainReport[];
};

type ChainReport = {
  /** the nil uuid: the server's own chain */
  organizationId: string;
  organizationName: string | null;
  links: number;
  entries: number;
  faults: AuditFault[];
  faultCount: number;
  /** entries from which this server removed the data of an erased person; what is left of them is as it left it */
  redacted: number;
  /** entries that are not sealed yet: their number, the oldest, and the first few ids */
  unsealed: { count: number; oldestAt: Date | null; ids: string[] };
  /** the last link; compared with a copy kept elsewhere, it shows that the end of the chain was not cut off */
  head: { sequence: number; hash: string; sealedAt: Date } | null;
};

/** Faults listed at most; `faultCount` has the full number. */
const FAULTS_KEPT = 100;
const LINKS_AT_ONCE = 50;
const UNSEALED_NAMED = 20;

/**
 * Verifies the chains: computes every digest, hash and signature again from the rows, and lists what was changed,
 * removed or inserted, and what is not sealed yet. It reads in one snapshot, so it may run at the same time as the
 * sealer.
 *
 * `system` is the unscoped connection, `keys` the server's signing key and those of earlier SECRET_KEYs, `organization`
 * an id to check only one chain. `onProgress(done, total)` counts sealed entries.
 */
export async function verifyAudit(
  system: Db,
  options: { keys: SigningKey[]; organization?: string },
  onProgress: (done: number, total: number) => void = () => {},
): Promise<AuditReport> {
  return system
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute(async (tx) => {
      await sql`set local statement_timeout = '10min'`.execute(tx);
      const chains = await chainsOf(tx, options.organization ?? null);
      const total = chains.reduce((sum, chain) => sum + chain.total, 0);
      let done = 0;
      const reports: ChainReport[] = [];
      onProgress(0, total);
      for (const chain of chains) {
        const report = await verifyChain(tx, chain, options.keys, (entries) => {
          done += entries;
          onProgress(Math.min(done, total), total);
        });
        reports.push(report);
      }
      return { ok: reports.every((r) => r.faultCount === 0), entries: done, chains: reports };
    });
}

type Chain = { organization_id: string; name: string | null; total: number };

async function chainsOf(tx: Db, organization: string | null): Promise<Chain[]> {
  // Finds the distinct organizations of a large table with one index look-up for each.
  const { rows } = await sql<Chain>`
    with recursive known as (
      (select organization_id from audit_entry order by organization_id limit 1)
      union all
      select (select e.organization_id from audit_entry e where e.organization_id > k.organization_id
               order by e.organization_id limit 1)
        from known k where k.organization_id is not null
    ), chain as (
      select organization_id from known where organization_id is not null
      union select organization_id from audit_seal
    )
    select c.organization_id, o.name,
           coalesce((select sum(cardinality(s.entry_ids)) from audit_seal s where s.organization_id = c.organization_id), 0)::bigint as total
      from chain c left join organization o on o.id = c.organization_id
     where ${organization}::uuid is null or c.organization_id = ${organization}::uuid
     order by c.organization_id`.execute(tx);
  return rows;
}

async function verifyChain(
  tx: Db,
  chain: Chain,
  keys: SigningKey[],
  onEntries: (n: number) => void,
): Promise<ChainReport> {
  const report: ChainReport = {
    organizationId: chain.organization_id,
    organizationName: chain.name,
    links: 0,
    entries: 0,
    faults: [],
    faultCount: 0,
    redacted: 0,
    unsealed: { count: 0, oldestAt: null, ids: [] },
    head: null,
  };
  const fault = (found: AuditFault) => {
    report.faultCount++;
    if (report.faults.length < FAULTS_KEPT) report.faults.push(found);
  };
  let before: { sequence: number; hash: Buffer } = { sequence: 0, hash: NO_HASH };
  for (;;) {
    const links = await linksAfter(tx, chain.organization_id, before.sequence);
    if (links.length === 0) break;
    const entries = await canonicalOf(
      tx,
      chain.organization_id,
      links.flatMap((l) => l.entryIds),
    );
    const redactions = await redactionsOf(tx, chain.organization_id, links, entries, keys);
    for (const link of links) {
      checkLink(link, before, keys, fault);
      report.redacted += checkEntries(link, entries, redactions, fault);
      before = { sequence: link.sequence, hash: link.hash };
      report.links++;
      report.entries += link.entryIds.length;
      report.head = { sequence: link.sequence, hash: link.hash.toString('hex'), sealedAt: link.sealedAt };
      onEntries(link.entryIds.length);
    }
  }
  report.unsealed = await unsealedOf(tx, chain.organization_id, fault);
  return report;
}

type StoredLink = Link & { hash: Buffer; signature: Buffer; keyId: string };
type Found = (fault: AuditFault) => void;

function checkLink(
  link: StoredLink,
  before: { sequence: number; hash: Buffer },
  keys: SigningKey[],
  fault: Found,
): void {
  const { sequence } = link;
  for (let missing = before.sequence + 1; missing < sequence; missing++)
    fault({ kind: 'link_missing', sequence: missing });
  if (!linkHash(link).equals(link.hash)) fault({ kind: 'link_changed', sequence });
  if (sequence === before.sequence + 1 && !link.previousHash.equals(before.hash))
    fault({ kind: 'link_broken', sequence });
  const key = keys.find((k) => k.id === link.keyId);
  if (!key) fault({ kind: 'signature_unknown', sequence });
  else if (!key.sign(link.hash).equals(link.signature)) fault({ kind: 'signature_wrong', sequence });
}

/** Returns how many entries of the link were redacted. */
function checkEntries(
  link: StoredLink,
  entries: Map<string, string>,
  redactions: Map<string, Buffer>,
  fault: Found,
): number {
  let redacted = 0;
  for (const [i, entryId] of link.entryIds.entries()) {
    const canonical = entries.get(entryId);
    if (canonical === undefined) fault({ kind: 'entry_missing', sequence: link.sequence, entryId });
    else if (differs(link, i, canonical)) {
      if (redactions.get(entryId)?.equals(digestOf(canonical))) redacted++;
      else fault({ kind: 'entry_changed', sequence: link.sequence, entryId });
    }
  }
  return redacted;
}

const differs = (link: StoredLink, i: number, canonical: string) =>
  !digestOf(canonical).equals(link.entryDigests.subarray(i * 32, i * 32 + 32));

/** The signed digests of those entries that are not as they were sealed; one that nobody signed is none. */
async function redactionsOf(
  tx: Db,
  organizationId: string,
  links: StoredLink[],
  entries: Map<string, string>,
  keys: SigningKey[],
): Promise<Map<string, Buffer>> {
  const changed = links.flatMap((link) =>
    link.entryIds.filter((id, i) => {
      const canonical = entries.get(id);
      return canonical !== undefined && differs(link, i, canonical);
    }),
  );
  if (changed.length === 0) return new Map();
  const rows = await tx
    .selectFrom('audit_redaction')
    .select(['entry_id', 'digest', 'signature', 'key_id'])
    .where('organization_id', '=', organizationId)
    .where((eb) => eb('entry_id', '=', eb.fn.any(eb.val(changed))))
    .execute();
  const signed = rows.filter((row) =>
    keys
      .find(({ id }) => id === row.key_id)
      ?.sign(redactionHash(organizationId, row.entry_id, row.digest))
      .equals(row.signature),
  );
  return new Map(signed.map((row) => [row.entry_id, row.digest]));
}

async function linksAfter(tx: Db, organizationId: string, sequence: number): Promise<StoredLink[]> {
  const { rows } = await sql<{
    sequence: number;
    entry_ids: string[];
    entry_digests: Buffer;
    previous_hash: Buffer;
    hash: Buffer;
    signature: Buffer;
    key_id: string;
    sealed_at: Date;
  }>`
    select sequence, entry_ids::text[] as entry_ids, entry_digests, previous_hash, hash, signature, key_id, sealed_at
      from audit_seal where organization_id = ${organizationId} and sequence > ${sequence}
     order by sequence limit ${LINKS_AT_ONCE}`.execute(tx);
  return rows.map((r) => ({
    organizationId,
    sequence: r.sequence,
    entryIds: r.entry_ids,
    entryDigests: r.entry_digests,
    previousHash: r.previous_hash,
    sealedAt: r.sealed_at,
    hash: r.hash,
    signature: r.signature,
    keyId: r.key_id,
  }));
}

async function canonicalOf(tx: Db, organizationId: string, ids: string[]): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (let at = 0; at < ids.length; at += 5000) {
    const { rows } = await sql<{ id: string; canonical: string }>`
      select e.id, ${sql.raw(CANONICAL)} as canonical from audit_entry e
       where e.organization_id = ${organizationId} and e.id = any(${ids.slice(at, at + 5000)}::uuid[])`.execute(tx);
    for (const row of rows) found.set(row.id, row.canonical);
  }
  return found;
}

/**
 * Entries that no link lists. Above the watermark they wait for the sealer. Below it the sealer never saw them:
 * somebody inserted them later.
 */
async function unsealedOf(tx: Db, organizationId: string, fault: Found): Promise<ChainReport['unsealed']> {
  const { rows } = await sql<{ id: string; at: Date; late: boolean; count: number }>`
    select e.id, e.at, e.xact < w.sealed_below as late, count(*) over (partition by e.xact < w.sealed_below) as count
      from audit_entry e cross join audit_watermark w
     where e.organization_id = ${organizationId}
       and not exists (select from (select unnest(s.entry_ids) as id from audit_seal s where s.organization_id = ${organizationId}) listed
                        where listed.id = e.id)
     order by e.xact, e.id limit ${FAULTS_KEPT + UNSEALED_NAMED}`.execute(tx);
  for (const row of rows) if (row.late) fault({ kind: 'entry_added', entryId: row.id });
  const waiting = rows.filter((row) => !row.late);
  return {
    count: waiting[0]?.count ?? 0,
    oldestAt: waiting[0]?.at ?? null,
    ids: waiting.slice(0, UNSEALED_NAMED).map((row) => row.id),
  };
}

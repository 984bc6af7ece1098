import { sql } from 'kysely';
import type { Db } from '../ctx/index.ts';

/** A head that was published earlier. `organizationId` and `sequence` are null when only the hash is known. */
export type Head = { organizationId: string | null; sequence: number | null; hash: string };

export type HeadFinding = Head & {
  /**
   * `present`: the chain contains that link. `cut_off`: the chain ends before it. `rewritten`: another link has its
   * number. `unknown`: no chain contains the hash.
   */
  state: 'present' | 'cut_off' | 'rewritten' | 'unknown';
  /** number of links in the chain now */
  last: number;
};

/** The head as one word: the organization, the number of its last link, and that link's hash. */
export function headText(head: { organizationId: string; sequence: number; hash: string }): string {
  return `${head.organizationId}:${head.sequence}:${head.hash}`;
}

const HEAD = /([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}):([1-9]\d{0,8}):([0-9a-f]{64})(?![0-9a-f])/g;
const BARE = /(?<![0-9a-f:])[0-9a-f]{64}(?![0-9a-f])/g;

/** All heads in a text, such as a saved mail or the file that the daily job adds to; or one bare hash. */
export function readHeads(text: string): Head[] {
  // Mail programs break long lines with "=" at the end (quoted-printable).
  const whole = text.replace(/=\r?\n/g, '').toLowerCase();
  const named = [...whole.matchAll(HEAD)].map(([, organizationId, sequence, hash]) => ({
    organizationId: organizationId as string,
    sequence: Number(sequence),
    hash: hash as string,
  }));
  const once = [...new Map(named.map((head) => [headText(head), head])).values()];
  if (once.length > 0) return once;
  return [...new Set(whole.match(BARE))].map((hash) => ({ organizationId: null, sequence: null, hash }));
}

/**
 * Compares published heads with the chains in the database. It only looks for these links; `verifyAudit` proves the
 * entries before them.
 */
export async function checkHeads(system: Db, heads: Head[]): Promise<HeadFinding[]> {
  const findings: HeadFinding[] = [];
  for (const head of heads) findings.push(await checkHead(system, head));
  return findings;
}

async function checkHead(system: Db, head: Head): Promise<HeadFinding> {
  const organizationId = head.organizationId ?? (await organizationOf(system, head.hash));
  if (organizationId === null) return { ...head, state: 'unknown', last: 0 };
  const { rows } = await sql<{ last: number; sequence: number | null; there: boolean }>`
    select coalesce(max(sequence), 0)::int as last,
           min(sequence) filter (where hash = ${Buffer.from(head.hash, 'hex')}) as sequence,
           coalesce(bool_or(hash = ${Buffer.from(head.hash, 'hex')} and (${head.sequence}::int is null or sequence = ${head.sequence})), false) as there
      from audit_seal where organization_id = ${organizationId}`.execute(system);
  const { last = 0, sequence = null, there = false } = rows[0] ?? {};
  const state = there ? 'present' : last < (head.sequence ?? 0) ? 'cut_off' : 'rewritten';
  return { organizationId, sequence: head.sequence ?? sequence, hash: head.hash, state, last };
}

async function organizationOf(system: Db, hash: string): Promise<string | null> {
  const row = await system
    .selectFrom('audit_seal')
    .select('organization_id')
    .where('hash', '=', Buffer.from(hash, 'hex'))
    .executeTakeFirst();
  return row?.organization_id ?? null;
}

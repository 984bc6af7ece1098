import type { VerifyKey } from '../../../../../kernel/credentials/contract.ts';
import { type Access, fromBase64url } from '../../../../../kernel/scanner/public/engine.ts';
import type { Roster } from '../../contract.ts';
import { ENTRY_BYTES, findInRoster, HASH_BYTES, type RosterEntry, rosterSubject } from '../../roster.rule.ts';
import type { KeptRoster, Session } from './types.ts';

/** The roster of an answer, ready to be stored. */
export function unpack({ entries, ...roster }: Roster, etag: string): KeptRoster {
  return { etag, madeAt: Date.parse(roster.made_at), entries: fromBase64url(entries), roster };
}

/** A roster in use. Its keys are imported once, because an import costs as much as a check. */
export class OpenRoster {
  readonly kept: KeptRoster;
  readonly keys: VerifyKey[];
  #salt: Promise<CryptoKey>;

  constructor(kept: KeptRoster) {
    this.kept = kept;
    this.keys = kept.roster.keys.map(({ organization_id, ...key }) => ({
      ...(key as Pick<VerifyKey, 'id' | 'algorithm' | 'key'>),
      organizationId: organization_id,
    }));
    const hmac = { name: 'HMAC', hash: 'SHA-256' };
    this.#salt = crypto.subtle.importKey('raw', fromBase64url(kept.roster.salt), hmac, false, ['sign']);
  }

  /** The student with this code, with the facts of each day; null: not on the roster. */
  async find(subjectId: string, version: number): Promise<Omit<RosterEntry, 'hash'> | null> {
    const subject = new TextEncoder().encode(rosterSubject(subjectId, version));
    const hash = await crypto.subtle.sign('HMAC', await this.#salt, subject);
    return findInRoster(this.kept.entries, new Uint8Array(hash, 0, HASH_BYTES));
  }

  /** How many were served at a meal of a day when the roster was made. */
  served(day: string, mealId: string): number {
    const on = this.kept.roster.days.indexOf(day);
    const meal = this.kept.roster.meals.findIndex(({ id }) => id === mealId);
    if (on < 0 || meal < 0) return 0;
    let count = 0;
    for (let at = HASH_BYTES + 1 + on; at < this.kept.entries.length; at += ENTRY_BYTES) {
      if ((this.kept.entries[at] as number) & (4 << meal)) count++;
    }
    return count;
  }
}

/**
 * The current roster; if it is unchanged, the one in use with a new age, which costs next to nothing. Null: the server
 * refuses this scanner. Throws `NoAnswer`.
 */
export async function fetchRoster(
  access: Access,
  session: Session,
  current: OpenRoster | null,
): Promise<KeptRoster | null> {
  const headers: Record<string, string> = current ? { 'if-none-match': current.kept.etag } : {};
  const answer = await access.send<Roster>(session, '/roster', { headers });
  if (answer.error) return null;
  const madeAt = Date.parse(answer.headers.get('x-made-at') ?? '');
  if (answer.status === 304 && current) return { ...current.kept, madeAt };
  return unpack(answer.data, answer.headers.get('etag') ?? '');
}

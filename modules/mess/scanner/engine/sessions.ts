import { markOf } from './identity.ts';
import type { OldSession, Session, Store } from './types.ts';

/** What is kept of tokens. Versions before kept the token itself, which goes from the disk here. */
export async function keptSessions(store: Store): Promise<Session[]> {
  return Promise.all(
    (await store.sessions()).map(async (kept) => {
      if (!('secret' in kept)) return kept;
      const session = await withoutSecret(kept);
      await store.saveSession(session);
      return session;
    }),
  );
}

/** A token is `cfm_`, the organization in 32 hex digits, and the secret. */
async function withoutSecret({ secret, ...session }: OldSession): Promise<Session> {
  const hex = secret.slice(4, 36);
  const organization = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  return { ...session, organization, link: await markOf(secret) };
}

/** How many scans wait, of all tokens. */
export async function countQueued(store: Store): Promise<number> {
  const counts = await Promise.all((await keptSessions(store)).map(({ id }) => store.queued(id)));
  return counts.reduce((sum, count) => sum + count, 0);
}

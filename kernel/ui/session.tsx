import { createContext, type ReactNode, useContext } from 'react';
import { ApiError, api, currentOrganization, setCurrentOrganization, setCurrentUser } from './light/index.ts';
import { forgetKept, isKept, keptValue } from './offline/index.ts';

type OrganizationBrief = { id: string; name: string; slug: string; role: string };

/** GET /session: the person, the organization, and their permissions. */
export type Session = {
  user: { id: string; name: string; email: string; twoFactorEnabled: boolean };
  organization: {
    id: string;
    name: string;
    slug: string;
    currency: string;
    timeZone: string;
    country: string;
    language: string;
  };
  organizations: OrganizationBrief[];
  role: string;
  /** The name of their role by trade. */
  staffRole: string | null;
  /** What their menu holds; the first is their start page. Empty: all that they may see. */
  pages: string[];
  permissions: string[];
  modules: string[];
  /** What links and QR codes begin with. */
  publicUrl: string;
  program: { version: string; newer: string | null };
};

let pending: Promise<Session> | null = null;

/**
 * The session, requested once and cached until `forgetSession`; rejects with ApiError 401 when nobody is signed in. Without
 * a network a page that is kept (offline/) gets the session with which it was kept.
 */
export function loadSession(): Promise<Session> {
  pending ??= api
    .get<Session>('/session')
    .catch((error: unknown) => {
      // The person may have left the organization that this tab stored.
      const stale = error instanceof ApiError && error.status === 403 && currentOrganization() !== null;
      if (!stale) throw error;
      setCurrentOrganization(null);
      return api.get<Session>('/session');
    })
    .then(
      (session) => {
        if (keptValue<Session>('session')?.user.id !== session.user.id) forgetKept();
        return session;
      },
      (error: unknown) => {
        const kept = isKept(window.location.pathname) ? keptValue<Session>('session') : undefined;
        if (kept && error instanceof ApiError && error.status === 0) return kept;
        throw error;
      },
    )
    .then((session) => {
      setCurrentOrganization(session.organization?.id ?? null);
      setCurrentUser(session.user.id);
      // One of an older server, or kept by an older page, has none.
      return { ...session, pages: session.pages ?? [], publicUrl: session.publicUrl ?? window.location.origin };
    })
    .catch((error: unknown) => {
      pending = null;
      throw error;
    });
  return pending;
}

/** Clears the cache; returns whether there was a session. */
export function forgetSession(): boolean {
  const known = pending !== null;
  pending = null;
  setCurrentUser(null);
  forgetKept();
  return known;
}

const SessionContext = createContext<Session | null>(null);

export function SessionProvider({ session, children }: { session: Session; children: ReactNode }) {
  return <SessionContext.Provider value={session}>{children}</SessionContext.Provider>;
}

/** The session of the signed-in person; only below the console's layout. */
export function useSession(): Session {
  const session = useContext(SessionContext);
  if (!session) throw new Error('useSession outside the signed-in part of the console');
  return session;
}

/**
 * Whether the person has a permission here, by the table that guards the routes. No name means no permission is needed.
 */
export function useCan(): (permission?: string) => boolean {
  const { permissions } = useSession();
  return (permission) => permission === undefined || permissions.includes(permission);
}

import { createContext, type ReactNode, useContext } from 'react';
import { ApiError, api, currentOrganization, setCurrentOrganization, setCurrentUser } from './light/index.ts';

export type OrganizationBrief = { id: string; name: string; slug: string; role: string };

/** GET /session: who is signed in, where, and what they may do there. */
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
  permissions: string[];
  modules: string[];
};

let pending: Promise<Session> | null = null;

/** The session, asked for once and kept until `forgetSession`; rejects with ApiError 401 when nobody is signed in. */
export function loadSession(): Promise<Session> {
  pending ??= api
    .get<Session>('/session')
    .catch((error: unknown) => {
      // The organization this tab remembers may be one the person has left since.
      const stale = error instanceof ApiError && error.status === 403 && currentOrganization() !== null;
      if (!stale) throw error;
      setCurrentOrganization(null);
      return api.get<Session>('/session');
    })
    .then((session) => {
      setCurrentOrganization(session.organization?.id ?? null);
      setCurrentUser(session.user.id);
      return session;
    })
    .catch((error: unknown) => {
      pending = null;
      throw error;
    });
  return pending;
}

/** Asks anew next time; tells whether a session was known. */
export function forgetSession(): boolean {
  const known = pending !== null;
  pending = null;
  setCurrentUser(null);
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

/** Whether the person may do this here: the same permission table that guards the route. No name asks for nothing. */
export function useCan(): (permission?: string) => boolean {
  const { permissions } = useSession();
  return (permission) => permission === undefined || permissions.includes(permission);
}

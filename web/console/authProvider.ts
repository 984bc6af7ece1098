import type { AuthProvider } from 'react-admin';
import { ApiError, api, forgetSession, loadSession, setCurrentOrganization } from '../../kernel/ui/index.ts';

/** react-admin's session checks, answered from GET /session. */
export const authProvider: AuthProvider = {
  // The sign-in is a page of its own (web/sign-in).
  login: async () => undefined,
  async logout() {
    // A session that has already ended is fine.
    if (forgetSession()) await api.post('/auth/sign-out').catch(() => undefined);
    setCurrentOrganization(null);
    return '/login';
  },
  async checkAuth() {
    try {
      await loadSession();
    } catch (error) {
      // Only a plain "not signed in" leads to the sign-in page; a server that is down must not.
      if (error instanceof ApiError && error.status === 401) throw Object.assign(error, { message: false });
    }
  },
  // layout/SessionEnd.tsx handles every session that ended, also for screens that don't use react-admin.
  checkError: async () => undefined,
  async getIdentity() {
    const { user } = await loadSession();
    return { id: user.id, fullName: user.name };
  },
  // Screens call useCan(). react-admin calls this even where nobody is signed in, and signs out on a refusal.
  getPermissions: async () => [],
};

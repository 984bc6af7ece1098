import type { AuthProvider } from 'react-admin';
import { ApiError, api, forgetSession, loadSession, setCurrentOrganization } from '../../kernel/ui/index.ts';

type SignIn = { email: string; password: string; code?: string };

/** react-admin's questions about the session, answered from GET /session. */
export const authProvider: AuthProvider = {
  async login(body: SignIn) {
    await api.post('/auth/sign-in', body);
    forgetSession();
    await loadSession();
  },
  async logout() {
    forgetSession();
    // A session that has ended already is what was wanted.
    await api.post('/auth/sign-out').catch(() => undefined);
    setCurrentOrganization(null);
    return '/sign-in';
  },
  async checkAuth() {
    try {
      await loadSession();
    } catch (error) {
      // Only a plain "not signed in" leads to the sign-in page; a server that is down must not.
      if (error instanceof ApiError && error.status === 401) throw Object.assign(error, { message: false });
    }
  },
  async checkError(error: unknown) {
    if (error instanceof ApiError && error.status === 401) {
      forgetSession();
      throw error;
    }
  },
  async getIdentity() {
    const { user } = await loadSession();
    return { id: user.id, fullName: user.name };
  },
  async getPermissions() {
    return (await loadSession()).permissions;
  },
};

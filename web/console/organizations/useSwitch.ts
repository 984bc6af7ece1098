import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from 'react-router-dom';
import { api, forgetSession, loadSession, setCurrentOrganization } from '../../../kernel/ui/index.ts';

/** Works on in another organization of the person, from a page of it. */
export function useSwitch() {
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  return async (id: string, to = '/') => {
    await api.post('/session/organization', { organizationId: id });
    setCurrentOrganization(id);
    forgetSession();
    const session = await loadSession();
    // Nothing of the previous organization may be shown, not even for a moment.
    queryClient.removeQueries({ predicate: (query) => query.queryKey[0] !== 'session' });
    queryClient.setQueryData(['session'], session);
    navigate(to);
  };
}

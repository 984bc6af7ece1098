import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useLocation, useNavigate } from 'react-router-dom';
import { forgetSession, onSignedOut } from '../../../kernel/ui/index.ts';

/** What the sign-in page is told on the way there; react-admin's login reads where to go next. */
export type ComingBack = { ended?: boolean; nextPathname: string; nextSearch: string };

/**
 * Brings a person whose session ended in the middle of work to the sign-in page, and from there back to this screen. It
 * listens to every answer, since most screens ask without react-admin's data provider.
 */
export function SessionEnd() {
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const { pathname, search } = useLocation();
  useEffect(
    () =>
      onSignedOut(() => {
        // Several requests may be refused at once, and a person who signs out is on the way there already.
        if (!forgetSession()) return;
        const state: ComingBack = { ended: true, nextPathname: pathname, nextSearch: search };
        navigate('/login', { state });
        // After the screen is gone, or it would ask for everything again. Another person may sign in next.
        setTimeout(() => queryClient.clear(), 0);
      }),
    [navigate, queryClient, pathname, search],
  );
  return null;
}

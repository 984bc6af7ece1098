import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useLocation, useNavigate } from 'react-router-dom';
import { forgetSession, onSignedOut } from '../../../kernel/ui/index.ts';

/** State passed to the sign-in page; react-admin's login reads the next page from it. */
export type ComingBack = { ended?: boolean; nextPathname: string; nextSearch: string };

/**
 * When a session ends during work, opens the sign-in page and later returns to this screen. It checks every answer,
 * since most screens don't use react-admin's data provider.
 */
export function SessionEnd() {
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const { pathname, search } = useLocation();
  useEffect(
    () =>
      onSignedOut(() => {
        // Several requests may be refused at once, and a person who signs out is already leaving.
        if (!forgetSession()) return;
        const state: ComingBack = { ended: true, nextPathname: pathname, nextSearch: search };
        navigate('/login', { state });
        // After the screen has closed, or it would reload everything. Another person may sign in next.
        setTimeout(() => queryClient.clear(), 0);
      }),
    [navigate, queryClient, pathname, search],
  );
  return null;
}

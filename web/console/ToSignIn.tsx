import { useEffect } from 'react';
import { useLocation } from 'react-router-dom';
import type { ComingBack } from './layout/SessionEnd.tsx';

/** The sign-in is a page of its own (web/sign-in), which weighs a tenth of the console; it leads back to where somebody was. */
export function ToSignIn() {
  const from = useLocation().state as ComingBack | null;
  useEffect(() => {
    const asked = new URLSearchParams();
    if (from?.nextPathname && from.nextPathname !== '/')
      asked.set('next', `${from.nextPathname}${from.nextSearch ?? ''}`);
    if (from?.ended) asked.set('ended', '');
    const query = asked.toString();
    window.location.replace(`/console/login${query && `?${query}`}`);
  }, [from]);
  return null;
}

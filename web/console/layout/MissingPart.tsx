import { Alert, AlertTitle, Button } from '@mui/material';
import { useCallback, useEffect, useState } from 'react';
import { useTranslate } from 'react-admin';

/** Errors of chunks that could not be loaded. */
const missing = new WeakSet<object>();

/** Collects such errors; Vite reports each of them, and browsers word them differently. */
export function watchMissingParts(): void {
  window.addEventListener('vite:preloadError', ({ payload }) => missing.add(payload));
}

export function isMissingPart(error: unknown): boolean {
  return typeof error === 'object' && error !== null && missing.has(error);
}

const RELOADED = 'counterfoil.reloaded';
/** Once in ten seconds: when the chunk is missing for good, the page must show an error and not reload for ever. */
const CALM_MS = 10_000;

/** Reloads the page, if the server answers: otherwise the browser would show its own error page. */
async function loadAnew(): Promise<boolean> {
  const page = await fetch(window.location.href, { cache: 'no-store', headers: { accept: 'text/html' } }).catch(
    () => null,
  );
  if (!page?.ok) return false;
  sessionStorage.setItem(RELOADED, String(Date.now()));
  window.location.reload();
  return true;
}

/**
 * Shown when a chunk could not be loaded: there is no network, or a newer version has replaced it. In the second case,
 * and as soon as the network is back, the page reloads itself; unsent entries are stored meanwhile.
 */
export function MissingPart() {
  const translate = useTranslate();
  const [busy, setBusy] = useState(true);
  const attempt = useCallback(async () => {
    setBusy(true);
    if (!(await loadAnew())) setBusy(false);
  }, []);
  useEffect(() => {
    if (Date.now() - Number(sessionStorage.getItem(RELOADED)) > CALM_MS) void attempt();
    else setBusy(false);
    const online = () => void attempt();
    window.addEventListener('online', online);
    return () => window.removeEventListener('online', online);
  }, [attempt]);
  return (
    <Alert
      severity="warning"
      action={
        <Button color="inherit" disabled={busy} onClick={() => void attempt()}>
          {translate('console.action.retry')}
        </Button>
      }
    >
      <AlertTitle>{translate('console.missing_part.title')}</AlertTitle>
      {translate('console.missing_part.text')}
    </Alert>
  );
}

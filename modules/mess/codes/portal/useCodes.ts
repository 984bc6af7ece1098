import { useEffect, useRef, useState } from 'preact/hooks';
import { ApiError, api } from '../../../../kernel/ui/light/index.ts';
import { KEY_PREFIX, LINK_PREFIX } from '../contract.ts';
import { received, type Shown, type View } from './shown.ts';

const KEY = 'counterfoil.mess.key';
/** Codes cover five minutes, so the page asks again while most of them are left. */
const ASK_AGAIN_MS = 120_000;
/** The pause between retries without a network. */
const TRY_AGAIN_MS = 5_000;

export type Codes = { shown: Shown | null; error: ApiError | null; offline: boolean; again: () => void };

/** The codes of this phone, requested again in time; `offline` while the last request had no answer. */
export function useCodes(): Codes {
  const [state, setState] = useState<Omit<Codes, 'again'>>({ shown: null, error: null, offline: false });
  const again = useRef(() => {});
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    // Only the latest request's answer counts, and none after the page is closed.
    let latest = 0;
    const ask = async () => {
      const mine = ++latest;
      try {
        const shown = received(await fetchCode());
        if (mine !== latest) return;
        setState({ shown, error: null, offline: false });
        timer = setTimeout(ask, ASK_AGAIN_MS);
      } catch (reason) {
        const error = reason instanceof ApiError ? reason : new ApiError(0, 'unknown', String(reason));
        // These are temporary faults (no network, a restarting server, too many requests), not refusals.
        const passing = error.status === 0 || error.status === 429 || error.status >= 500;
        if (mine !== latest) return;
        setState((before) => ({ shown: passing ? before.shown : null, error, offline: passing }));
        if (passing) timer = setTimeout(ask, TRY_AGAIN_MS);
      }
    };
    const now = () => {
      clearTimeout(timer);
      void ask();
    };
    again.current = now;
    void ask();
    // A phone in a pocket may have slept past the next request.
    const awake = () => document.visibilityState === 'visible' && now();
    window.addEventListener('online', now);
    // A link that is tapped while the page is open changes only the part after #.
    window.addEventListener('hashchange', now);
    document.addEventListener('visibilitychange', awake);
    return () => {
      latest = -1;
      clearTimeout(timer);
      window.removeEventListener('online', now);
      window.removeEventListener('hashchange', now);
      document.removeEventListener('visibilitychange', awake);
    };
  }, []);
  return { ...state, again: () => again.current() };
}

/** Opens the link after # once, or asks with the key that this phone has. */
async function fetchCode(): Promise<View> {
  const link = window.location.hash.slice(1);
  if (link.startsWith(LINK_PREFIX)) {
    // Generated before it is sent: if the answer is lost, the same key opens the same link again.
    const pending = `${KEY}.${link.slice(-8)}`;
    const key = localStorage.getItem(pending) ?? drawKey(link);
    localStorage.setItem(pending, key);
    const shown = await api.post<View>('/mess/code/open', { link, key });
    localStorage.setItem(KEY, key);
    localStorage.removeItem(pending);
    history.replaceState(null, '', window.location.pathname);
    return shown;
  }
  const key = localStorage.getItem(KEY);
  if (!key) throw new ApiError(404, 'no_link', '');
  return api.get<View>('/mess/code', {}, { bearer: key });
}

/** A key for the organization in a link: 256 random bits. */
function drawKey(link: string): string {
  const bits = btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(32))))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '');
  return `${KEY_PREFIX}${link.slice(LINK_PREFIX.length, LINK_PREFIX.length + 32)}${bits}`;
}

import { useEffect, useRef, useState } from 'preact/hooks';
import { ApiError, api } from '../../../../kernel/ui/light/index.ts';
import { KEY_PREFIX, LINK_PREFIX } from '../contract.ts';
import { received, type Shown, type View } from './shown.ts';

const KEY = 'counterfoil.mess.key';
/** The codes last five minutes: asked for again while most of them are left. */
const ASK_AGAIN_MS = 120_000;
/** Without a network, and for whoever has just come back into one. */
const TRY_AGAIN_MS = 5_000;

export type Codes = { shown: Shown | null; error: ApiError | null; offline: boolean; again: () => void };

/** The codes of this phone, asked for again in time; `offline` while the last try had no answer. */
export function useCodes(): Codes {
  const [state, setState] = useState<Omit<Codes, 'again'>>({ shown: null, error: null, offline: false });
  const again = useRef(() => {});
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    // The latest question's answer counts; an earlier one, or one that comes when the page is gone, doesn't.
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
        // Not a verdict: a network that is away, a server that starts anew, too many at once.
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
    // A phone that was in a pocket may have slept through the next request.
    const awake = () => document.visibilityState === 'visible' && now();
    window.addEventListener('online', now);
    // A link tapped while the page is open changes nothing but what stands behind #.
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

/** Opens the link that stands behind #, once, or asks with the key that this phone has. */
async function fetchCode(): Promise<View> {
  const link = window.location.hash.slice(1);
  if (link.startsWith(LINK_PREFIX)) {
    // Drawn before it is sent: when the answer is lost, the same key opens the same link again.
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

/** A key for the organization that a link names: 256 random bits. */
function drawKey(link: string): string {
  const bits = btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(32))))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '');
  return `${KEY_PREFIX}${link.slice(LINK_PREFIX.length, LINK_PREFIX.length + 32)}${bits}`;
}

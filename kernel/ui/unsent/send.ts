import { ApiError, isSignedOut, request } from '../light/api.ts';
import { EarlierSaved, isUnknown, savedBefore } from '../light/attempt.ts';
import { isUnreached, watchReach } from '../light/reach.ts';
import { current, forget, keep, notifySent, read, type Unsent } from './store.ts';

/** Long enough for a slow network; after that it counts as no answer, and the next entry is sent. */
const TIMEOUT_MS = 30_000;
/** While entries wait, they are sent again this often, and at once when the browser is online again. */
const PAUSE_MS = 10_000;

/** The entries that this tab is sending. */
const sending = new Set<string>();
export const isSending = (key: string): boolean => sending.has(key);

/**
 * Runs `work` in one tab only, and not at all while another tab does. Insecure addresses have no locks, so each tab
 * runs it.
 */
async function alone(name: string, work: () => Promise<void>): Promise<void> {
  if (!navigator.locks) return work();
  await navigator.locks.request(`counterfoil.unsent.${name}`, { ifAvailable: true }, (lock) => lock && work());
}

/** Sends one entry, if it still waits. False when the server can't be reached, or the session has ended. */
async function sendOne(key: string): Promise<boolean> {
  let reached = true;
  await alone(key, async () => {
    const item = await read(key);
    if (item?.state !== 'waiting') return;
    sending.add(key);
    try {
      const { data } = await request(item.path, {
        method: 'POST',
        body: item.body,
        idempotencyKey: key,
        organization: item.organizationId,
        user: item.userId,
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      sending.delete(key);
      notifySent(item, data);
      await forget(key);
    } catch (error) {
      sending.delete(key);
      reached = await fail(item, error);
    }
  });
  return reached;
}

/** Stores the entry with the error. Nothing is dropped here: a refused entry waits for a person. */
async function fail(item: Unsent, error: unknown): Promise<boolean> {
  const known = error instanceof ApiError ? error : new ApiError(0, 'network', String(error));
  if (isSignedOut(known) || LATER.has(known.code)) {
    await keep(item);
    return false;
  }
  if (isUnknown(known)) {
    await keep({ ...item, tried: true });
    return false;
  }
  const refused = await savedBefore(known, item.key, { organization: item.organizationId, user: item.userId }).catch(
    () => null,
  );
  // Even the result could not be read.
  if (!refused) {
    await keep({ ...item, tried: true });
    return false;
  }
  const { code, message, fields } = refused;
  const earlier = refused instanceof EarlierSaved ? { earlier: refused.answer } : {};
  await keep({ ...item, state: 'refused', code, message: Object.values(fields)[0] ?? message, ...earlier });
  return true;
}
/** The entry is not at fault: another person has signed in, or the server asks for a pause. */
const LATER = new Set(['http.other_user', 'http.too_many_requests', 'http.csrf']);

/**
 * Stores an entry and sends it at once, or after those that wait from before. Resolves when it survives a reload. It comes
 * last also when the clock was set back meanwhile.
 */
export async function submit(item: Unsent): Promise<void> {
  const others = current().filter(({ key }) => key !== item.key);
  const known = others.length < current().length;
  const at = known ? item.at : Math.max(item.at, (others.at(-1)?.at ?? 0) + 1);
  if (others.some(({ state, userId }) => state === 'waiting' && userId === item.userId)) {
    await keep({ ...item, at });
    void sendAll(item.userId);
    return;
  }
  sending.add(item.key);
  await keep({ ...item, at });
  void sendOne(item.key).finally(() => sending.delete(item.key));
}

/** Sends a waiting or refused entry again, perhaps changed; under its key, or as another entry under a new key. */
export async function again(item: Unsent, key = item.key): Promise<void> {
  const { code: _, message: __, earlier: ___, ...rest } = item;
  if (key !== item.key) await forget(item.key);
  await submit({ ...rest, key, state: 'waiting' });
}

/** Sends this person's waiting entries in order, until the server can't be reached. */
export async function sendAll(userId: string): Promise<void> {
  const done = new Set<string>();
  // Looked at anew each time: entries are added meanwhile, also by other tabs.
  const next = () =>
    current().find(
      ({ key, state, userId: owner }) => state === 'waiting' && owner === userId && !sending.has(key) && !done.has(key),
    );
  await alone('all', async () => {
    for (let item = next(); item; item = next()) {
      done.add(item.key);
      if (!(await sendOne(item.key))) return;
    }
  });
}

/** Sends entries automatically while the person is signed in: at once, when the network is back, and at intervals. */
export function keepSending(userId: string): () => void {
  const waiting = () => current().some((item) => item.userId === userId && item.state === 'waiting');
  const go = () => void (waiting() && sendAll(userId));
  go();
  const timer = window.setInterval(go, PAUSE_MS);
  const stop = watchReach(() => {
    if (!isUnreached()) go();
  });
  return () => {
    window.clearInterval(timer);
    stop();
  };
}

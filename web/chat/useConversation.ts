import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { WebChat, WebConversation, WebLine } from '../../kernel/channel-web/contract.ts';
import { ApiError, api, apiUrl, type Camelized, isUnknown, listen } from '../../kernel/ui/light/index.ts';

export type Line = Camelized<WebLine>;
export type About = Camelized<WebChat>;
type Conversation = Camelized<WebConversation>;

export type Draft = { text?: string; choiceId?: string; start?: string; file?: File };
/** A message of the visitor that isn't in the conversation yet. */
export type Pending = { nonce: string; draft: Draft; state: 'sending' | 'sent' | 'failed'; error?: string };

/** Until the first message has become a conversation there is no stream, so the page polls. */
const ASK_MS = 700;
/** What was lost on the way is asked for, or sent, again after this long. */
const AGAIN_MS = 3_000;
/** Of a message; then the visitor may send it again. */
const MAX_TRIES = 3;
/** No answer by then: the connection is gone, which a phone may notice only after a quarter of an hour. */
const TIMEOUT_MS = 20_000;

/**
 * The visitor's conversation, kept up to date, and a function to send a message. A message that can't be sent stays and
 * can be sent again.
 */
export function useConversation(slug: string, language: string) {
  const path = `/chat/${encodeURIComponent(slug)}`;
  const [about, setAbout] = useState<About | null>(null);
  const [lines, setLines] = useState<Line[] | null>(null);
  const [earlier, setEarlier] = useState(false);
  const [withPerson, setWithPerson] = useState(false);
  const [waiting, setWaiting] = useState<string[]>([]);
  const [pending, setPending] = useState<Pending[]>([]);
  const [error, setError] = useState<ApiError | null>(null);
  const asking = useRef<Promise<void> | null>(null);
  const stale = useRef(false);
  const soon = useRef<number | undefined>(undefined);
  /** One message after the other, as they were written. */
  const sending = useRef<Promise<void>>(Promise.resolve());

  const take = useCallback((answer: Conversation) => {
    setLines((known) => merge(known ?? [], answer.lines));
    setWithPerson(answer.withPerson);
    setWaiting(answer.waiting);
    const arrived = new Set(answer.lines.map((line) => line.nonce));
    setPending((all) => all.filter((one) => !arrived.has(one.nonce)));
  }, []);

  // A change that arrives during a request may be newer than its answer, so the page asks once more.
  const refresh = useCallback((): Promise<void> => {
    if (asking.current) {
      stale.current = true;
      return asking.current;
    }
    const later = () => {
      soon.current = undefined;
      void refresh();
    };
    const ask = async (): Promise<void> => {
      do {
        stale.current = false;
        const answer = await api.get<Conversation>(`${path}/messages`, {}, patience()).catch(asApiError);
        if (answer instanceof ApiError) {
          if (isUnknown(answer) || answer.status === 429) soon.current ??= window.setTimeout(later, AGAIN_MS);
          return;
        }
        take(answer);
        setEarlier((known) => known || answer.earlier);
      } while (stale.current);
    };
    asking.current = ask().finally(() => {
      asking.current = null;
    });
    return asking.current;
  }, [path, take]);

  useEffect(() => {
    api
      .get<About>(path)
      .then(setAbout)
      .then(refresh)
      .catch((reason: unknown) => setError(asApiError(reason)));
  }, [path, refresh]);

  const known = lines !== null && lines.length > 0;
  useChanges(known ? `${path}/events` : null, pending.length > 0, refresh);

  const send = useCallback(
    async (one: Pending) => {
      const put = (change: Partial<Pending>) =>
        setPending((all) => all.map((other) => (other.nonce === one.nonce ? { ...other, ...change } : other)));
      put({ state: 'sending' });
      const turn = sending.current.then(() => post(path, one, language));
      sending.current = turn.catch(() => {});
      const failure = await turn.then(() => null, asApiError);
      // A refused message would be refused again; one without an answer may be sent again, with the same key.
      if (failure) return put({ state: 'failed', error: isUnknown(failure) ? '' : failure.message });
      put({ state: 'sent' });
      await refresh();
    },
    [path, language, refresh],
  );

  const submit = useCallback(
    (draft: Draft) => {
      const one: Pending = { nonce: crypto.randomUUID(), draft, state: 'sending' };
      // The visitor has read the refusal by now; it must not stay below newer messages.
      setPending((all) => [...all.filter((other) => !other.error), one]);
      void send(one);
    },
    [send],
  );

  const more = useCallback(async () => {
    const answer = await api.get<Conversation>(`${path}/messages`, { before: lines?.[0]?.id });
    setLines((all) => merge(all ?? [], answer.lines));
    setEarlier(answer.earlier);
  }, [path, lines]);

  // An answer is expected while a message of the visitor isn't processed.
  const answering = !withPerson && (waiting.length > 0 || pending.some((one) => one.state === 'sent'));
  return useMemo(
    () => ({ about, lines, earlier, withPerson, pending, answering, error, submit, again: send, more }),
    [about, lines, earlier, withPerson, pending, answering, error, submit, send, more],
  );
}

/** Asks again at each change: by the stream, or while there is none yet, by and by as long as an answer is expected. */
function useChanges(stream: string | null, expecting: boolean, refresh: () => Promise<void>) {
  const asks = !stream && expecting;
  useEffect(() => {
    if (stream) return listen(apiUrl(stream), () => void refresh());
    if (!asks) return undefined;
    const timer = window.setInterval(() => void refresh(), ASK_MS);
    return () => window.clearInterval(timer);
  }, [stream, asks, refresh]);
}

/** Lines never change, so this is the union by id, in the order of creation. */
function merge(known: Line[], fresh: Line[]): Line[] {
  const byId = new Map([...known, ...fresh].map((line) => [line.id, line]));
  return [...byId.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** Sends a message, also when the network is away for a moment: however often it comes, it is taken once. */
async function post(path: string, pending: Pending, language: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await postOnce(path, pending, language);
    } catch (reason) {
      if (attempt === MAX_TRIES || !isUnknown(reason)) throw reason;
      await new Promise((done) => window.setTimeout(done, AGAIN_MS));
    }
  }
}

async function postOnce(path: string, { nonce, draft }: Pending, language: string): Promise<void> {
  const { file, ...rest } = draft;
  if (!file) {
    await api.post(`${path}/messages`, { nonce, language, ...rest }, patience());
    return;
  }
  const form = new FormData();
  // The fields first: the server reads them before the file.
  form.set('nonce', nonce);
  if (rest.text) form.set('text', rest.text);
  form.set('file', file);
  await api.post(`${path}/files`, form);
}

/** Ends a request that gets no answer. AbortSignal.timeout is younger than some of the phones. */
function patience(): { signal: AbortSignal } {
  const ended = new AbortController();
  window.setTimeout(() => ended.abort(), TIMEOUT_MS);
  return { signal: ended.signal };
}

function asApiError(reason: unknown): ApiError {
  return reason instanceof ApiError ? reason : new ApiError(0, 'unknown', String(reason));
}

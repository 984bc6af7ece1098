import { type SessionGiven, sessionText } from '../../devices/contract.ts';
import { type Own, signText } from './identity.ts';
import { type Answer, type Options, type Send, send, sendRaw } from './send.ts';

/** Renewed when this much of its time is left, so that nobody at the door waits for it. */
const RENEW_MS = 15 * 60_000;

type Given = { access: string; until: number };

/**
 * The requests of an enrolled phone. It stores no token: it signs with its key, and the token that it gets is in this
 * page's memory only and valid for an hour.
 */
export class Access {
  #fetch: Send;
  #now: () => number;
  #below: string;
  #given = new Map<string, Given>();
  #asking = new Map<string, Promise<Answer<SessionGiven>>>();

  /** @param below the beginning of all its paths, such as /mess/scanner */
  constructor(fetch: Send, now: () => number, below: string) {
    this.#fetch = fetch;
    this.#now = now;
    this.#below = below;
  }

  /**
   * Like `send` below its own path, with a session's key. A 401 means that the server refuses the device. Throws
   * `NoAnswer`.
   */
  async send<T>(session: Own, where: string, options: Options = {}): Promise<Answer<T>> {
    const path = `${this.#below}${where}`;
    const known = this.#known(session);
    const first = known ? null : await this.#ask(session);
    if (first?.error) return first as unknown as Answer<T>;
    const access = known ?? (first as Answer<SessionGiven>).data.token;
    const answer = await send<T>(this.#fetch, access, path, options);
    if (answer.status !== 401 || first) return answer;
    // Only the token may have expired, because the clock was changed.
    this.#given.delete(session.id);
    const again = await this.#ask(session);
    return again.error ? (again as unknown as Answer<T>) : send<T>(this.#fetch, again.data.token, path, options);
  }

  /** A file; null when there is none. */
  async file(session: Own, url: string, signal: AbortSignal): Promise<Blob | null> {
    const access = this.#known(session) ?? (await this.#ask(session)).data?.token;
    if (!access) return null;
    const headers = { authorization: `Bearer ${access}` };
    // The phone's disk keeps no photo.
    const answer = await this.#fetch(url, { headers, cache: 'no-store', credentials: 'omit', signal });
    return answer.ok ? answer.blob() : null;
  }

  #known(session: Own): string | null {
    const given = this.#given.get(session.id);
    return given && given.until - this.#now() > RENEW_MS ? given.access : null;
  }

  /** Simultaneous callers share one token. */
  #ask(session: Own): Promise<Answer<SessionGiven>> {
    const asking = this.#asking.get(session.id) ?? this.#prove(session);
    this.#asking.set(session.id, asking);
    return asking.finally(() => this.#asking.delete(session.id));
  }

  async #prove(session: Own): Promise<Answer<SessionGiven>> {
    const { id: device, organization, keys } = session;
    const asked = await sendRaw<{ challenge: string }>(this.#fetch, '/devices/challenge', { method: 'POST', body: {} });
    if (asked.error) return asked as unknown as Answer<SessionGiven>;
    const { challenge } = asked.data;
    const signature = await signText(keys, sessionText(organization, device, challenge));
    const body = { organization, device, challenge, signature };
    const answer = await sendRaw<SessionGiven>(this.#fetch, '/devices/session', { method: 'POST', body });
    if (answer.error) return answer;
    this.#given.set(device, { access: answer.data.token, until: this.#now() + answer.data.seconds * 1000 });
    return answer;
  }
}

import { Access } from './access.ts';
import { enrol, type NewDevice } from './enrol.ts';
import { markOf, type Own } from './identity.ts';
import type { Phone } from './phone.ts';
import { type Answer, NoAnswer } from './send.ts';

/** The phone decides itself when the network takes longer than this; a later answer still counts. */
export const TIMEOUT_MS = 1500;
/** The longest text that is sent; the servers' routes accept no more, and our codes are shorter. */
const MAX_TEXT_LENGTH = 2000;

/** This phone as a scanner, with the key that signs its token requests. */
export type ScannerSession = Own & {
  /** the hash of its enrolment code, so that the same link is recognized: see `markOf` */
  link: string;
  /** how slow this phone's clock was at the last contact, in milliseconds; null: never */
  skewMs: number | null;
  /** `ended`: revoked or expired, and kept only until its queue is uploaded */
  state: 'active' | 'ended';
};

/** What every scanner shows; a kind adds its own. */
export type ScannerState<Session> = {
  phase: 'loading' | 'no_link' | 'link' | 'ready' | 'ended';
  session: Session | null;
  online: boolean;
  /** scans that wait for the network, of this scanner and of those before it */
  queued: number;
  /** what is shown of the last scan; its nonce is the scan's key */
  verdict: { nonce: string } | null;
  /** a refusal that concerns no scan: the link isn't valid */
  fault: { code: string; message: string } | null;
};

/** A scanner's state before anything is loaded. */
export const LOADING = {
  phase: 'loading',
  session: null,
  online: true,
  queued: 0,
  verdict: null,
  fault: null,
} as const;

/** The part of a phone's storage that every scanner uses; `Disk` in browsers. */
export type ScannerStore<Session> = {
  sessions(): Promise<Session[]>;
  saveSession(session: Session): Promise<void>;
  /** deletes a session with all its data, except its queue */
  forgetSession(id: string): Promise<void>;
  /** a link's code that was not used yet, because there was no network */
  waiting(): Promise<string | null>;
  setWaiting(code: string | null): Promise<void>;
  /** deletes the roster, and who came by it */
  forgetRoster(session: string): Promise<void>;
  queued(session: string): Promise<number>;
};

/** What the server says to an uploaded queue. `ended`: it refuses this scanner: erase it and its roster. */
export type Uploaded = { ended: boolean; skewMs: number | null };

/** One scan, as its kind handles it. */
export type Scan<Session, Heard> = {
  session: Session;
  /** its key, under which the server knows it again */
  nonce: string;
  path: string;
  body: object;
  /** shows the server's answer */
  answered(heard: Heard): Promise<void>;
  /** decides by what this phone knows. What is shown must be stored before, so that it isn't lost. */
  alone(): Promise<void>;
  /** takes it out of the queue */
  unqueue(): Promise<void>;
};

/**
 * A scanner: a device of the organization, a roster, a queue, and one request at a time. Its page shows `state` and
 * calls the rest; its kind says what is stored, asked and shown.
 */
export abstract class Scanner<Session extends ScannerSession, State extends ScannerState<Session>> {
  state: State;
  protected readonly phone: Phone;
  protected readonly access: Access;
  #store: ScannerStore<Session>;
  #listeners = new Set<() => void>();
  #working: Promise<unknown> = Promise.resolve();
  #refreshing: Promise<void> = Promise.resolve();
  #after: Promise<void> | null = null;

  /** @param below the beginning of all its paths, such as /mess/scanner */
  constructor({ store, ...phone }: Phone & { store: ScannerStore<Session> }, below: string, state: State) {
    this.phone = phone;
    this.#store = store;
    this.access = new Access(phone.fetch, phone.now, below);
    this.state = state;
  }

  /** A phone that was just enrolled, as this kind stores it. */
  protected abstract sessionOf(made: NewDevice): Session;
  /** When the office ends it; null: never. */
  protected abstract endOf(session: Session): string | null;
  /** Takes a session's stored roster into use; null: there is no session any more. */
  protected abstract use(session: Session | null): Promise<void>;
  /**
   * Uploads a session's queue; with an empty queue it asks once whether the scanner is still valid. An interrupted upload
   * is simply repeated: the server knows the scans by their keys. Throws `NoAnswer`.
   */
  protected abstract upload(session: Session): Promise<Uploaded>;
  /** Fetches the roster. Calls `refused` when the server refuses this scanner. Throws `NoAnswer`. */
  protected abstract fetchRoster(session: Session): Promise<void>;
  /** Handles a code: asks the server, or decides by the roster when no answer comes in time. */
  abstract scan(text: string): Promise<void>;

  /** Calls `listener` at each change, until the returned function is called. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  protected show(change: Partial<ScannerState<Session>> | Partial<State>): void {
    this.state = { ...this.state, ...change };
    for (const listener of this.#listeners) listener();
  }

  /** The server's time, as far as it is known. */
  now(): number {
    return this.phone.now() + (this.state.session?.skewMs ?? 0);
  }

  /** Loads what is stored. A link's code replaces the phone's earlier scanner, whose queue is still uploaded. */
  async begin(code: string | null): Promise<void> {
    this.show({ online: this.phone.maybeOnline() });
    const sessions = await this.#store.sessions();
    const active = sessions.find(({ state }) => state === 'active') ?? null;
    if (code && (await markOf(code)) !== active?.link) await this.#store.setWaiting(code);
    if (await this.#store.waiting())
      return this.show({ phase: 'link', session: null, queued: await this.countQueued() });
    await this.#open(active, sessions.length > 0 ? 'ended' : 'no_link');
  }

  async #open(session: Session | null, otherwise: 'ended' | 'no_link'): Promise<void> {
    await this.use(session);
    this.show({ phase: session ? 'ready' : otherwise, session, queued: await this.countQueued(), fault: null });
    await this.look();
  }

  /** Scans that wait for the network, of all scanners that this phone has been. */
  protected async countQueued(): Promise<number> {
    const sessions = await this.#store.sessions();
    const counts = await Promise.all(sessions.map(({ id }) => this.#store.queued(id)));
    return counts.reduce((sum, count) => sum + count, 0);
  }

  /** Enrols this phone as the scanner of the waiting code. Shows a `fault` when that fails. */
  async enter(): Promise<void> {
    const code = await this.#store.waiting();
    if (!code) return;
    let made: Awaited<ReturnType<typeof enrol>>;
    try {
      made = await enrol(this.phone.fetch, code);
    } catch {
      return this.show({ fault: { code: 'network', message: '' }, online: false });
    }
    if ('error' in made) {
      // A refused code is not kept for another try.
      if (made.status === 404) await this.#store.setWaiting(null);
      return this.show({ fault: made.error, online: true });
    }
    const session = this.sessionOf(made);
    for (const old of await this.#store.sessions()) if (old.id !== session.id) await this.#end(old);
    // Before the key is first used: until then the code allows a retry after a lost answer.
    await this.#store.saveSession(session);
    await this.#store.setWaiting(null);
    this.show({ online: true, verdict: null });
    await this.#open(session, 'no_link');
    await this.refresh();
  }

  waitingCode = () => this.#store.waiting();
  /** Drops a link's code and returns to this phone's current scanner, if it has one. */
  async leaveLink(): Promise<void> {
    await this.#store.setWaiting(null);
    await this.begin(null);
  }

  /** Updates what depends on time. */
  async look(): Promise<void> {
    const { session, phase } = this.state;
    if (!session) return;
    // The end has passed by this phone's clock: it stops scanning, but erases nothing before the server agrees.
    const end = this.endOf(session);
    const over = end !== null && this.now() >= Date.parse(end);
    if (over !== (phase === 'ended')) this.show({ phase: over ? 'ended' : 'ready', verdict: null });
  }

  /** What was read is not one of our codes; nobody is judged by it. */
  misread(): void {
    this.show({ verdict: null, fault: { code: 'not_ours', message: '' } });
  }

  dismiss(): void {
    this.show({ verdict: null, fault: null });
  }

  /** One scan at a time, so that two simultaneous codes have an order. */
  protected inTurn(task: (session: Session) => Promise<void>): Promise<void> {
    const next = this.#working.then(async () => {
      const { session, phase } = this.state;
      if (!session || phase !== 'ready') return;
      // The previous verdict must not be taken for this scan's.
      this.dismiss();
      try {
        await task(session);
      } catch (error) {
        // The disk is full, or the browser stores nothing: a verdict that isn't stored is not shown.
        console.error(error);
        this.show({ fault: { code: 'disk', message: '' } });
      }
    });
    this.#working = next;
    return next;
  }

  /** Asks the server, or decides alone when no answer comes in time. */
  protected async decide<Heard>(scan: Scan<Session, Heard>): Promise<void> {
    const asking = this.#ask(scan);
    const patience = new Promise<null>((resolve) => setTimeout(() => resolve(null), TIMEOUT_MS));
    const heard = await Promise.race([asking, patience]);
    if (heard === 'refused') return;
    if (heard) return scan.answered(heard);
    // The next person in line needn't wait as long.
    this.show({ online: false });
    await scan.alone();
    void asking.then(async (late) => {
      if (!late || late === 'refused') return;
      // The server has the scan under the same key, and its verdict replaces the phone's.
      await scan.unqueue();
      this.show({ queued: await this.countQueued() });
      if (this.state.verdict?.nonce === scan.nonce) await scan.answered(late);
    });
  }

  /** The server's answer; `refused`: the reason for a refusal that was shown already; null: none. */
  async #ask<Heard>({ session, path, body }: Scan<Session, Heard>): Promise<Heard | 'refused' | null> {
    if (!this.state.online || !this.phone.maybeOnline()) return null;
    let answer: Answer<Heard>;
    try {
      answer = await this.access.send<Heard>(session, path, { method: 'POST', body });
    } catch {
      return null;
    }
    this.show({ online: true });
    if (!answer.error) return answer.data;
    if (answer.status === 401) await this.refused(session);
    else this.show({ fault: answer.error, verdict: null });
    return 'refused';
  }

  /**
   * Uploads every queue and fetches the roster, and so learns whether there is a network and whether the scanner is
   * still valid. If it is called while it runs, it runs once more afterwards; on a slow network, calls don't pile up.
   */
  refresh(): Promise<void> {
    this.#after ??= this.#refreshing
      .catch(() => undefined)
      .then(() => {
        this.#after = null;
        this.#refreshing = this.phone.alone(() => this.#refreshNow());
        return this.#refreshing;
      });
    return this.#after;
  }

  async #refreshNow(): Promise<void> {
    if (!this.phone.maybeOnline()) return this.show({ online: false });
    try {
      for (const session of await this.#store.sessions()) await this.#handIn(session);
      if (this.state.session) await this.fetchRoster(this.state.session);
      this.show({ online: true });
    } catch (error) {
      if (!(error instanceof NoAnswer)) throw error;
      this.show({ online: false });
    }
    this.show({ queued: await this.countQueued() });
    await this.look();
  }

  async #handIn(session: Session): Promise<void> {
    // An ended scanner makes no other requests; its queue may still be accepted.
    if (session.state === 'ended' && (await this.#store.queued(session.id)) === 0)
      return this.#store.forgetSession(session.id);
    const { ended, skewMs } = await this.upload(session);
    const current = { ...session, skewMs };
    if (ended || session.state === 'ended') return this.#end(current);
    if (this.state.session?.id !== session.id) return;
    await this.#store.saveSession(current);
    this.show({ session: current });
  }

  /** The server refused the scanner. The upload, which an ended scanner may still use, shows whether it has ended. */
  protected async refused(session: Session): Promise<void> {
    await this.#end(session);
    await this.#handIn({ ...session, state: 'ended' }).catch(() => undefined);
    this.show({ queued: await this.countQueued() });
  }

  /** Erases the roster and who came by it; the scanner's key stays until its queue is uploaded. */
  async #end(session: Session): Promise<void> {
    await this.#store.forgetRoster(session.id);
    if ((await this.#store.queued(session.id)) === 0) await this.#store.forgetSession(session.id);
    else await this.#store.saveSession({ ...session, state: 'ended' });
    if (this.state.session?.id !== session.id) return;
    await this.use(null);
    this.show({ phase: 'ended', session: null, verdict: null });
  }

  /** Gives this phone back: deletes key and roster, and uploads the queue as soon as possible. */
  async handBack(): Promise<void> {
    const { session } = this.state;
    if (session) await this.#end(session);
    await this.refresh();
    if ((await this.countQueued()) === 0) this.show({ phase: 'no_link' });
  }
}

/** A code as it is sent. */
export const scannedText = (text: string): string => text.trim().slice(0, MAX_TEXT_LENGTH);

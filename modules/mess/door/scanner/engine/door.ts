import { Access, type Answer, markOf, NoAnswer, type Phone } from '../../../../../kernel/scanner/public/engine.ts';
import type { DoorStudent, ScanAnswer } from '../../contract.ts';
import { type Judged, judgeOffline, rosterShown, rosterSlot, subjectOf } from './judge.ts';
import { fetchRoster, OpenRoster } from './roster.ts';
import { setUp } from './set-up.ts';
import type { DoorState, Session, Store } from './types.ts';
import { upload } from './upload.ts';
import { answeredVerdict, judgeByHand, ownVerdict, type Shown, scanToQueue, sign } from './verdicts.ts';

export type Deps = Phone & { store: Store };

/** The phone answers from the roster when the network takes longer than this; a later answer still counts. */
export const TIMEOUT_MS = 1500;
/** The longest text that is sent; the server accepts no more, and our codes are shorter. */
const MAX_QR_LENGTH = 2000;
const ALL = Number.MAX_SAFE_INTEGER;

/**
 * The scanner: a device of the organization, a roster, a queue, and one request at a time. Screens show `state` and
 * call the rest.
 */
export class Door {
  state: DoorState = {
    phase: 'loading',
    session: null,
    online: true,
    roster: null,
    byHand: false,
    queued: 0,
    meal: null,
    verdict: null,
    fault: null,
  };
  #deps: Deps;
  #access: Access;
  #roster: OpenRoster | null = null;
  #listeners = new Set<() => void>();
  #working: Promise<unknown> = Promise.resolve();
  #refreshing: Promise<void> = Promise.resolve();
  #after: Promise<void> | null = null;

  constructor(deps: Deps) {
    this.#deps = deps;
    this.#access = new Access(deps.fetch, deps.now, '/mess/scanner');
  }

  /** Calls `listener` at each change, until the returned function is called. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #show(change: Partial<DoorState>): void {
    this.state = { ...this.state, ...change };
    for (const listener of this.#listeners) listener();
  }

  /** The server's time, as far as it is known. */
  now(): number {
    return this.#deps.now() + (this.state.session?.skewMs ?? 0);
  }

  /** Loads what is stored. A link's code replaces the phone's earlier scanner, whose queue is still uploaded. */
  async begin(code: string | null): Promise<void> {
    const { store } = this.#deps;
    this.#show({ online: this.#deps.maybeOnline() });
    const sessions = await this.#deps.store.sessions();
    const active = sessions.find(({ state }) => state === 'active') ?? null;
    if (code && (await markOf(code)) !== active?.link) await store.setWaiting(code);
    if (await store.waiting()) return this.#show({ phase: 'link', session: null, queued: await this.#countQueued() });
    await this.#open(active, sessions.length > 0 ? 'ended' : 'no_link');
  }

  async #open(session: Session | null, otherwise: 'ended' | 'no_link'): Promise<void> {
    const kept = session && (await this.#deps.store.roster(session.id));
    // A session of an older version has no key to encrypt codes to, and without that nothing may be stored.
    this.#roster = kept?.roster.seal_key ? new OpenRoster(kept) : null;
    this.#show({
      phase: session ? 'ready' : otherwise,
      session,
      queued: await this.#countQueued(),
      fault: null,
    });
    await this.look();
  }

  /** Scans that wait for the network, of all scanners that this phone has been. */
  async #countQueued(): Promise<number> {
    const { store } = this.#deps;
    const counts = await Promise.all((await store.sessions()).map(({ id }) => store.queued(id)));
    return counts.reduce((sum, count) => sum + count, 0);
  }

  /** Enrols this phone as the scanner of the waiting code. Shows a `fault` when that fails. */
  async enter(): Promise<void> {
    const { store, fetch } = this.#deps;
    const code = await store.waiting();
    if (!code) return;
    let made: Awaited<ReturnType<typeof setUp>>;
    try {
      made = await setUp(fetch, code);
    } catch {
      return this.#show({ fault: { code: 'network', message: '' }, online: false });
    }
    if ('error' in made) {
      // A refused code is not kept for another try.
      if (made.status === 404) await store.setWaiting(null);
      return this.#show({ fault: made.error, online: true });
    }
    const session = made;
    for (const old of await store.sessions()) if (old.id !== session.id) await this.#end(old);
    // Before the key is first used: until then the code allows a retry after a lost answer.
    await store.saveSession(session);
    await store.setWaiting(null);
    this.#show({ online: true, verdict: null });
    await this.#open(session, 'no_link');
    await this.refresh();
  }

  waitingCode = () => this.#deps.store.waiting();
  /** Drops a link's code and returns to this phone's current scanner, if it has one. */
  async leaveLink(): Promise<void> {
    await this.#deps.store.setWaiting(null);
    await this.begin(null);
  }

  /** Updates what depends on time: the current meal, the roster's age, the scanner's end. */
  async look(): Promise<void> {
    const { session } = this.state;
    if (!session) return;
    const now = this.now();
    // The end has passed by this phone's clock: it stops scanning, but erases nothing before the server agrees.
    const { valid_until } = session.entered.scanner;
    const over = valid_until !== null && now >= Date.parse(valid_until);
    if (over !== (this.state.phase === 'ended')) this.#show({ phase: over ? 'ended' : 'ready', verdict: null });
    const { store } = this.#deps;
    this.#show(await rosterShown(this.#roster, session, now, (slot) => store.count(session.id, slot)));
  }

  /** Handles a code: asks the server, or judges by the roster when no answer comes in time. */
  scan(qr: string): Promise<void> {
    const text = qr.trim().slice(0, MAX_QR_LENGTH);
    const { store } = this.#deps;
    return this.#inTurn((session) =>
      this.#decide(session, '/scan', { qr: text }, subjectOf(text), async () => ({
        what: { code: text },
        judged:
          this.#roster &&
          (await judgeOffline(text, this.#roster, session.entered.scanner.role, new Date(this.now()), (id, slot) =>
            store.served(session.id, `${slot.serviceOn} ${slot.meal?.id} ${id}`),
          )),
      })),
    );
  }

  /** A supervisor admits a student with a reason: the one of the last scan, or one found by search. */
  admit(studentId: string, reason: string): Promise<void> {
    const { store } = this.#deps;
    return this.#inTurn((session) =>
      this.#decide(session, '/admit', { student_id: studentId, reason }, studentId, async () => ({
        what: { student_id: studentId, by_hand_reason: reason },
        judged: await judgeByHand(this.#roster, new Date(this.now()), studentId, (key) =>
          store.served(session.id, key),
        ),
      })),
    );
  }

  /** Students by name or roll number; null without a network. */
  async search(text: string): Promise<DoorStudent[] | null> {
    const { session } = this.state;
    if (!session) return null;
    try {
      const path = `/students?search=${encodeURIComponent(text)}`;
      const answer = await this.#access.send<DoorStudent[]>(session, path, { timeoutMs: 10_000 });
      return answer.error ? [] : answer.data;
    } catch {
      return null;
    }
  }

  /** The photo of a student whose code was shown here a moment ago, or who was found by search; null without one. */
  async photo(url: string, signal: AbortSignal): Promise<Blob | null> {
    const { session } = this.state;
    return session && this.#access.file(session, url, signal);
  }

  /** The camera read something that is not a complete student's code; nobody is judged by it. */
  misread(): void {
    this.#show({ verdict: null, fault: { code: 'not_ours', message: '' } });
  }

  dismiss(): void {
    this.#show({ verdict: null, fault: null });
  }

  /** One scan at a time, so that two simultaneous codes have an order. */
  #inTurn(task: (session: Session) => Promise<void>): Promise<void> {
    const next = this.#working.then(async () => {
      const { session } = this.state;
      if (!session || this.state.phase !== 'ready') return;
      // The previous verdict must not be taken for this scan's.
      this.#show({ verdict: null, fault: null });
      try {
        await task(session);
      } catch (error) {
        // The disk is full, or the browser stores nothing: a verdict that isn't stored is not shown.
        console.error(error);
        this.#show({ fault: { code: 'disk', message: '' } });
      }
    });
    this.#working = next;
    return next;
  }

  async #decide(
    session: Session,
    path: '/scan' | '/admit',
    body: object,
    studentId: string | null,
    alone: () => Promise<{ judged: Judged | null; what: Shown }>,
  ): Promise<void> {
    const nonce = crypto.randomUUID();
    const asking = this.#ask(session, path, { ...body, nonce });
    const patience = new Promise<null>((resolve) => setTimeout(() => resolve(null), TIMEOUT_MS));
    const answer = await Promise.race([asking, patience]);
    if (answer === 'refused') return;
    if (answer) return this.#showAnswer(session, answer, nonce, studentId);
    // The next student in line needn't wait as long.
    this.#show({ online: false });
    const { judged, what } = await alone();
    await this.#keep(session, nonce, judged, what);
    void asking.then(async (late) => {
      if (late && late !== 'refused') await this.#settle(session, late, nonce, studentId);
    });
  }

  /** The server's answer; `refused`: the reason for a refusal that was shown already; null: none. */
  async #ask(session: Session, path: string, body: object): Promise<ScanAnswer | 'refused' | null> {
    if (!this.state.online || !this.#deps.maybeOnline()) return null;
    let answer: Answer<ScanAnswer>;
    try {
      answer = await this.#access.send<ScanAnswer>(session, path, { method: 'POST', body });
    } catch {
      return null;
    }
    this.#show({ online: true });
    if (!answer.error) return answer.data;
    if (answer.status === 401) await this.#refused(session);
    else this.#show({ fault: answer.error, verdict: null });
    return 'refused';
  }

  async #showAnswer(session: Session, answer: ScanAnswer, nonce: string, studentId: string | null): Promise<void> {
    this.#show({ fault: null, verdict: answeredVerdict(answer, nonce) });
    const id = answer.student?.id ?? studentId;
    if (answer.meal && answer.service_on) {
      const slot = `${answer.service_on} ${answer.meal.id}`;
      await this.#deps.store.setCount(session.id, slot, answer.served_today);
      // The next scan may come without a network.
      if (id && (answer.allowed || answer.reason === 'already_served')) {
        await this.#deps.store.markServed(session.id, `${slot} ${id}`);
      }
    }
    await this.look();
  }

  /** Stores the phone's own verdict in its queue, and then shows it, so that no shown verdict is lost. */
  async #keep(session: Session, nonce: string, judged: Judged | null, what: Shown) {
    const { store } = this.#deps;
    const { id, entered } = session;
    const device_at = new Date(this.#deps.now()).toISOString();
    const place = { nonce, seq: await store.nextSeq(id), device_at };
    const kept = await scanToQueue(judged, { ...place, device: id }, what, this.#roster);
    await store.enqueue(id, await sign(session.keys, id, kept));
    const meal = judged?.slot.meal;
    const key = meal && `${judged.slot.serviceOn} ${meal.id}`;
    let served = key ? await store.count(id, key) : null;
    if (key && judged.allowed) {
      served = (served ?? 0) + 1;
      await store.setCount(id, key, served);
      if (judged.studentId) await store.markServed(id, `${key} ${judged.studentId}`);
    }
    const name = this.#roster?.kept.roster.meals.find((each) => each.id === meal?.id)?.name ?? null;
    const isByHand = what.by_hand_reason !== undefined;
    const verdict = ownVerdict(judged, nonce, entered.scanner.role, name, served, isByHand);
    this.#show({ fault: null, queued: await this.#countQueued(), verdict });
    await this.look();
  }

  /** The server answered late: it has the scan already, under the same nonce, and its verdict replaces the phone's. */
  async #settle(session: Session, answer: ScanAnswer, nonce: string, studentId: string | null): Promise<void> {
    const { store } = this.#deps;
    const entry = (await store.queue(session.id, ALL)).find((scan) => scan.nonce === nonce);
    if (entry) await store.dequeue(session.id, [entry.seq]);
    this.#show({ queued: await this.#countQueued() });
    if (this.state.verdict?.nonce === nonce) await this.#showAnswer(session, answer, nonce, studentId);
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
        this.#refreshing = this.#deps.alone(() => this.#refreshNow());
        return this.#refreshing;
      });
    return this.#after;
  }

  async #refreshNow(): Promise<void> {
    if (!this.#deps.maybeOnline()) return this.#show({ online: false });
    try {
      for (const session of await this.#deps.store.sessions()) await this.#handIn(session);
      if (this.state.session) await this.#fetchRoster(this.state.session);
      this.#show({ online: true });
    } catch (error) {
      if (!(error instanceof NoAnswer)) throw error;
      this.#show({ online: false });
    }
    this.#show({ queued: await this.#countQueued() });
    await this.look();
  }

  async #handIn(session: Session): Promise<void> {
    const { store, now } = this.#deps;
    // An ended scanner makes no other requests; its queue may still be accepted.
    if (session.state === 'ended' && (await store.queued(session.id)) === 0) return store.forgetSession(session.id);
    const { ended, skewMs, refused } = await upload(store, this.#access, session, now);
    const current = { ...session, skewMs };
    if (ended || session.state === 'ended') {
      await this.#end(current);
      if (!refused && (await store.queued(session.id)) === 0) await store.forgetSession(session.id);
    } else if (this.state.session?.id === session.id) {
      await store.saveSession(current);
      this.#show({ session: current });
    }
  }

  async #fetchRoster(session: Session): Promise<void> {
    const { store } = this.#deps;
    const kept = await fetchRoster(this.#access, session, this.#roster);
    if (!kept) return this.#refused(session);
    // The scanner was given back while the roster was loading.
    if (this.state.session?.id !== session.id) return;
    await store.saveRoster(session.id, kept);
    await store.forgetDays(session.id, kept.roster.days[0] ?? '');
    const roster = new OpenRoster(kept);
    this.#roster = roster;
    const slot = rosterSlot(roster, new Date(this.now()));
    if (!slot.meal) return;
    const queue = await store.queue(session.id, ALL);
    const waiting = queue.filter(({ allowed, meal }) => allowed && meal === slot.meal?.code).length;
    const served = roster.served(slot.serviceOn, slot.meal.id) + waiting;
    await store.setCount(session.id, `${slot.serviceOn} ${slot.meal.id}`, served);
  }

  /** The server refused the scanner. The upload, which an ended scanner may still use, shows whether it has ended. */
  async #refused(session: Session): Promise<void> {
    await this.#end(session);
    await this.#handIn({ ...session, state: 'ended' }).catch(() => undefined);
    this.#show({ queued: await this.#countQueued() });
  }

  /** Erases the roster and who was served; the scanner's key stays until its queue is uploaded. */
  async #end(session: Session): Promise<void> {
    const { store } = this.#deps;
    await store.forgetRoster(session.id);
    if ((await store.queued(session.id)) === 0) await store.forgetSession(session.id);
    else await store.saveSession({ ...session, state: 'ended' });
    if (this.state.session?.id !== session.id) return;
    this.#roster = null;
    this.#show({ phase: 'ended', session: null, roster: null, meal: null, verdict: null });
  }

  /** Gives this phone back: deletes key and roster, and uploads the queue as soon as possible. */
  async handBack(): Promise<void> {
    const { session } = this.state;
    if (session) await this.#end(session);
    await this.refresh();
    if ((await this.#countQueued()) === 0) this.#show({ phase: 'no_link' });
  }
}

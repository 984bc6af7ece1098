import { Access, type Answer, enrol, markOf, NoAnswer, type Phone } from '../../../../kernel/scanner/public/engine.ts';
import type { EnterAnswer, EntranceRoster, HandedIn, HandInVisits } from '../contract.ts';
import { letsIn } from '../contract.ts';
import { judgeAlone, today } from './judge.ts';
import type { GateState, Session, Shown, Store } from './types.ts';

/** The phone decides itself when the network takes longer than this; a later answer still counts. */
const TIMEOUT_MS = 1500;
/** Visits per request. */
const PART = 200;
const ROSTER_MS = 2 * 60_000;

type Deps = Phone & { store: Store };

/**
 * The scanner of an entrance: a device, a list of who is registered, and a queue of those who were let in without a
 * network. The page shows `state` and calls the rest.
 */
export class Gate {
  state: GateState = {
    phase: 'loading',
    session: null,
    online: true,
    queued: 0,
    visitors: null,
    roster: null,
    people: 0,
    shown: null,
    fault: null,
  };
  #deps: Deps;
  #access: Access;
  #roster: EntranceRoster | null = null;
  #listeners = new Set<() => void>();
  #working: Promise<unknown> = Promise.resolve();
  #refreshing: Promise<void> | null = null;

  constructor(deps: Deps) {
    this.#deps = deps;
    this.#access = new Access(deps.fetch, deps.now, '/exhibition/entrance');
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #show(change: Partial<GateState>): void {
    this.state = { ...this.state, ...change };
    for (const listener of this.#listeners) listener();
  }

  /** The server's time, as far as it is known. */
  now(): number {
    return this.#deps.now() + (this.state.session?.skewMs ?? 0);
  }

  async begin(code: string | null): Promise<void> {
    const { store } = this.#deps;
    this.#show({ online: this.#deps.maybeOnline() });
    const sessions = await store.sessions();
    const active = sessions.find(({ state }) => state === 'active') ?? null;
    if (code && (await markOf(code)) !== active?.link) await store.setWaiting(code);
    if (await store.waiting()) return this.#show({ phase: 'link', session: null, queued: await this.#countQueued() });
    await this.#open(active, sessions.length > 0 ? 'ended' : 'no_link');
  }

  async #open(session: Session | null, otherwise: 'ended' | 'no_link'): Promise<void> {
    this.#use(session && (await this.#deps.store.roster(session.id)));
    this.#show({ visitors: session && (await this.#deps.store.visitors(session.id)) });
    this.#show({ phase: session ? 'ready' : otherwise, session, queued: await this.#countQueued(), fault: null });
    await this.look();
  }

  #use(roster: EntranceRoster | null): void {
    this.#roster = roster;
    this.#show({ roster, people: roster?.people.length ?? 0 });
  }

  async #count(session: Session, day: string, count: number): Promise<void> {
    const visitors = { day, count };
    await this.#deps.store.setVisitors(session.id, visitors);
    this.#show({ visitors });
  }

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
    let made: Awaited<ReturnType<typeof enrol>>;
    try {
      made = await enrol(fetch, code);
    } catch {
      return this.#show({ fault: { code: 'network', message: '' }, online: false });
    }
    if ('error' in made) {
      if (made.status === 404) await store.setWaiting(null);
      return this.#show({ fault: made.error, online: true });
    }
    const { device, at, ...own } = made;
    const { name, valid_until } = device;
    const place = { place: at.name, time_zone: at.time_zone };
    const session: Session = { ...own, ...place, name, valid_until, skewMs: 0, state: 'active' };
    for (const old of await store.sessions()) if (old.id !== session.id) await this.#end(old);
    // Before the key is first used: until then the code allows a retry after a lost answer.
    await store.saveSession(session);
    await store.setWaiting(null);
    this.#show({ online: true, shown: null });
    await this.#open(session, 'no_link');
    await this.refresh();
  }

  waitingCode = () => this.#deps.store.waiting();
  async leaveLink(): Promise<void> {
    await this.#deps.store.setWaiting(null);
    await this.begin(null);
  }

  /** When the end has passed by this phone's clock, it lets nobody in; it erases nothing before the server agrees. */
  async look(): Promise<void> {
    const { session, phase } = this.state;
    if (!session) return;
    const over = session.valid_until !== null && this.now() >= Date.parse(session.valid_until);
    if (over !== (phase === 'ended')) this.#show({ phase: over ? 'ended' : 'ready', shown: null });
  }

  /** Handles a code that was read or typed, one at a time. */
  scan(text: string): Promise<void> {
    const next = this.#working.then(async () => {
      const { session } = this.state;
      if (!session || this.state.phase !== 'ready') return;
      // What was shown before must not be taken for this one's.
      this.#show({ shown: null, fault: null });
      try {
        await this.#decide(session, text.trim().slice(0, 2000));
      } catch (error) {
        // The disk is full, or the browser stores nothing: what isn't stored is not shown.
        console.error(error);
        this.#show({ fault: { code: 'disk', message: '' } });
      }
    });
    this.#working = next;
    return next;
  }

  async #decide(session: Session, text: string): Promise<void> {
    const key = crypto.randomUUID();
    const asking = this.#ask(session, text, key);
    const patience = new Promise<null>((resolve) => setTimeout(() => resolve(null), TIMEOUT_MS));
    const answer = await Promise.race([asking, patience]);
    if (answer === 'refused') return;
    if (answer) return this.#showAnswer(session, answer, key);
    // Nobody behind them waits as long.
    this.#show({ online: false });
    await this.#alone(session, text, key);
    void asking.then(async (late) => {
      if (!late || late === 'refused') return;
      // The server has it under the same key.
      await this.#deps.store.dequeue(session.id, [key]);
      this.#show({ queued: await this.#countQueued() });
      if (this.state.shown?.key === key) await this.#showAnswer(session, late, key);
    });
  }

  /** The server's answer; `refused`: its reason is shown already; null: none. */
  async #ask(session: Session, text: string, key: string): Promise<EnterAnswer | 'refused' | null> {
    if (!this.state.online || !this.#deps.maybeOnline()) return null;
    let answer: Answer<EnterAnswer>;
    try {
      answer = await this.#access.send<EnterAnswer>(session, '/scan', { method: 'POST', body: { text, key } });
    } catch {
      return null;
    }
    this.#show({ online: true });
    if (!answer.error) return answer.data;
    if (answer.status === 401) await this.#refused(session);
    else this.#show({ fault: answer.error, shown: null });
    return 'refused';
  }

  async #showAnswer(session: Session, answer: EnterAnswer, key: string): Promise<void> {
    const { verdict, person, came_at, exhibition, visitors } = answer;
    const { name = null, code = null } = person ?? {};
    this.#show({ shown: { key, verdict, name, code, came_at, exhibition, offline: false } });
    const now = new Date(this.now());
    const day = today(session.time_zone, now);
    await this.#count(session, day, visitors);
    // The next time may be without a network.
    if (person && letsIn(verdict)) {
      const at = came_at ?? now.toISOString();
      await this.#deps.store.setCame(session.id, day, person.id, at);
    }
  }

  /** Without a network: by the list on this phone. Stored before it is shown, so that no visit is lost. */
  async #alone(session: Session, text: string, key: string): Promise<void> {
    const { store } = this.#deps;
    const now = new Date(this.now());
    const day = today(session.time_zone, now);
    const judged = await judgeAlone(this.#roster, text, day, (id) => store.came(session.id, day, id));
    if (judged.customer_id && judged.verdict !== 'not_listed' && judged.verdict !== 'no_list') {
      if (letsIn(judged.verdict)) {
        const at = new Date(this.#deps.now()).toISOString();
        await store.enqueue(session.id, { key, customer_id: judged.customer_id, at });
        await store.setCame(session.id, day, judged.customer_id, now.toISOString());
        const { visitors } = this.state;
        const before = visitors?.day === day ? visitors.count : 0;
        if (judged.verdict === 'welcome') await this.#count(session, day, before + 1);
      }
    }
    const { verdict, code, came_at } = judged;
    const shown: Shown = { key, verdict, name: null, code, came_at, exhibition: null, offline: true };
    this.#show({ shown, queued: await this.#countQueued() });
  }

  /** The camera or a hand scanner read something that is not one of our codes. */
  misread(): void {
    this.#show({ shown: null, fault: { code: 'not_ours', message: '' } });
  }

  dismiss(): void {
    this.#show({ shown: null, fault: null });
  }

  /** Hands in every queue and fetches the list, one at a time. */
  refresh(): Promise<void> {
    this.#refreshing ??= this.#deps
      .alone(() => this.#refreshNow())
      .finally(() => {
        this.#refreshing = null;
      });
    return this.#refreshing;
  }

  async #refreshNow(): Promise<void> {
    if (!this.#deps.maybeOnline()) return this.#show({ online: false });
    try {
      for (const session of await this.#deps.store.sessions()) await this.#handIn(session);
      const { session } = this.state;
      if (session) await this.#fetchRoster(session);
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
    const waiting = await store.queued(session.id);
    if (session.state === 'ended' && waiting === 0) return store.forgetSession(session.id);
    // An interrupted upload is simply repeated: the server knows the keys.
    for (;;) {
      const visits = await store.queue(session.id, PART);
      const body: HandInVisits = { sent_at: new Date(now()).toISOString(), visits };
      const answer = await this.#access.send<HandedIn>(session, '/visits', { method: 'POST', body });
      // The server doesn't know this scanner at all, so the queue stays here.
      if (answer.status === 401 || answer.status === 404) return this.#end(session);
      // As when no exhibition is open: it may be otherwise tomorrow.
      if (answer.error) return this.#show({ fault: answer.error });
      const { results, skew_seconds, ended } = answer.data;
      await store.dequeue(
        session.id,
        results.map(({ key }) => key),
      );
      if (visits.length === PART) continue;
      if (ended || session.state === 'ended') return this.#end(session);
      const current = { ...session, skewMs: skew_seconds * 1000 };
      if (this.state.session?.id !== session.id) return;
      await store.saveSession(current);
      return this.#show({ session: current });
    }
  }

  async #fetchRoster(session: Session): Promise<void> {
    // Unchanged for most of the time, and large: not with every round.
    if (this.#roster && Math.abs(this.now() - Date.parse(this.#roster.made_at)) < ROSTER_MS) return;
    const answer = await this.#access.send<EntranceRoster>(session, '/roster');
    if (answer.status === 401) return this.#refused(session);
    if (answer.error) return this.#show({ fault: answer.error });
    if (this.state.session?.id !== session.id) return;
    await this.#deps.store.saveRoster(session.id, answer.data);
    this.#use(answer.data);
    await this.#count(session, today(session.time_zone, new Date(this.now())), answer.data.visitors);
  }

  async #refused(session: Session): Promise<void> {
    await this.#end(session);
    await this.#handIn({ ...session, state: 'ended' }).catch(() => undefined);
    this.#show({ queued: await this.#countQueued() });
  }

  /** Erases the list; the key stays until the queue is handed in. */
  async #end(session: Session): Promise<void> {
    const { store } = this.#deps;
    await store.forgetRoster(session.id);
    if ((await store.queued(session.id)) === 0) await store.forgetSession(session.id);
    else await store.saveSession({ ...session, state: 'ended' });
    if (this.state.session?.id !== session.id) return;
    this.#use(null);
    this.#show({ phase: 'ended', session: null, shown: null, visitors: null });
  }

  /** Gives this phone back: deletes key and list, and hands in the queue as soon as possible. */
  async handBack(): Promise<void> {
    const { session } = this.state;
    if (session) await this.#end(session);
    await this.refresh();
    if ((await this.#countQueued()) === 0) this.#show({ phase: 'no_link' });
  }
}

import {
  LOADING,
  type NewDevice,
  type Phone,
  Scanner,
  scannedText,
  type Uploaded,
} from '../../../../kernel/scanner/public/engine.ts';
import type { EnterAnswer, EntranceRoster, HandedIn, HandInVisits } from '../contract.ts';
import { letsIn } from '../contract.ts';
import { judgeAlone, today } from './judge.ts';
import type { GateState, Session, Shown, Store } from './types.ts';

/** Visits per request. */
const PART = 200;
const ROSTER_MS = 2 * 60_000;

/** The scanner of an entrance: a list of who is registered, and a queue of those who were let in without a network. */
export class Gate extends Scanner<Session, GateState> {
  #store: Store;
  #roster: EntranceRoster | null = null;

  constructor(deps: Phone & { store: Store }) {
    super(deps, '/exhibition/entrance', { ...LOADING, visitors: null, roster: null, people: 0 });
    this.#store = deps.store;
  }

  protected override sessionOf({ device, at, ...own }: NewDevice): Session {
    const { name, valid_until } = device;
    return { ...own, place: at.name, time_zone: at.time_zone, name, valid_until, skewMs: 0, state: 'active' };
  }

  protected override endOf(session: Session): string | null {
    return session.valid_until;
  }

  protected override async use(session: Session | null): Promise<void> {
    this.#take(session && (await this.#store.roster(session.id)));
    this.show({ visitors: session && (await this.#store.visitors(session.id)) });
  }

  #take(roster: EntranceRoster | null): void {
    this.#roster = roster;
    this.show({ roster, people: roster?.people.length ?? 0 });
  }

  async #count(session: Session, day: string, count: number): Promise<void> {
    const visitors = { day, count };
    await this.#store.setVisitors(session.id, visitors);
    this.show({ visitors });
  }

  scan(typed: string): Promise<void> {
    const text = scannedText(typed);
    return this.inTurn((session) => {
      const nonce = crypto.randomUUID();
      return this.decide<EnterAnswer>({
        session,
        nonce,
        path: '/scan',
        body: { text, key: nonce },
        answered: (answer) => this.#showAnswer(session, answer, nonce),
        alone: () => this.#alone(session, text, nonce),
        unqueue: () => this.#store.dequeue(session.id, [nonce]),
      });
    });
  }

  async #showAnswer(session: Session, answer: EnterAnswer, nonce: string): Promise<void> {
    const { verdict, person, came_at, exhibition, visitors } = answer;
    const { name = null, code = null } = person ?? {};
    this.show({ verdict: { nonce, verdict, name, code, came_at, exhibition, offline: false } });
    const now = new Date(this.now());
    const day = today(session.time_zone, now);
    await this.#count(session, day, visitors);
    // The next time may be without a network.
    if (person && letsIn(verdict)) {
      const at = came_at ?? now.toISOString();
      await this.#store.setCame(session.id, day, person.id, at);
    }
  }

  /** Without a network: by the list on this phone. */
  async #alone(session: Session, text: string, nonce: string): Promise<void> {
    const now = new Date(this.now());
    const day = today(session.time_zone, now);
    const judged = await judgeAlone(this.#roster, text, day, (id) => this.#store.came(session.id, day, id));
    if (judged.customer_id && judged.verdict !== 'not_listed' && judged.verdict !== 'no_list') {
      if (letsIn(judged.verdict)) {
        const at = new Date(this.phone.now()).toISOString();
        await this.#store.enqueue(session.id, { key: nonce, customer_id: judged.customer_id, at });
        await this.#store.setCame(session.id, day, judged.customer_id, now.toISOString());
        const { visitors } = this.state;
        const before = visitors?.day === day ? visitors.count : 0;
        if (judged.verdict === 'welcome') await this.#count(session, day, before + 1);
      }
    }
    const { verdict, code, came_at } = judged;
    const shown: Shown = { nonce, verdict, name: null, code, came_at, exhibition: null, offline: true };
    this.show({ verdict: shown, queued: await this.countQueued() });
  }

  protected override async upload(session: Session): Promise<Uploaded> {
    for (;;) {
      const visits = await this.#store.queue(session.id, PART);
      const body: HandInVisits = { sent_at: new Date(this.phone.now()).toISOString(), visits };
      const answer = await this.access.send<HandedIn>(session, '/visits', { method: 'POST', body });
      if (answer.error) {
        // The server doesn't know this scanner at all, so the queue stays here.
        const ended = answer.status === 401 || answer.status === 404;
        // As when no exhibition is open: it may be otherwise tomorrow.
        if (!ended) this.show({ fault: answer.error });
        return { ended, skewMs: session.skewMs };
      }
      const { results, skew_seconds, ended } = answer.data;
      await this.#store.dequeue(
        session.id,
        results.map(({ key }) => key),
      );
      if (visits.length < PART) return { ended, skewMs: skew_seconds * 1000 };
    }
  }

  protected override async fetchRoster(session: Session): Promise<void> {
    // Unchanged for most of the time, and large: not with every round.
    if (this.#roster && Math.abs(this.now() - Date.parse(this.#roster.made_at)) < ROSTER_MS) return;
    const answer = await this.access.send<EntranceRoster>(session, '/roster');
    if (answer.status === 401) return this.refused(session);
    if (answer.error) return this.show({ fault: answer.error });
    if (this.state.session?.id !== session.id) return;
    await this.#store.saveRoster(session.id, answer.data);
    this.#take(answer.data);
    await this.#count(session, today(session.time_zone, new Date(this.now())), answer.data.visitors);
  }
}

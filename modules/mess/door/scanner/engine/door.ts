import {
  LOADING,
  type NewDevice,
  type Phone,
  Scanner,
  scannedText,
  type Uploaded,
} from '../../../../../kernel/scanner/public/engine.ts';
import { type DoorStudent, roleOfKind, type ScanAnswer } from '../../contract.ts';
import { type Judged, judgeOffline, rosterShown, rosterSlot, subjectOf } from './judge.ts';
import { fetchRoster, OpenRoster } from './roster.ts';
import type { DoorState, Session, Store } from './types.ts';
import { upload } from './upload.ts';
import { answeredVerdict, judgeByHand, ownVerdict, type Shown, scanToQueue, sign } from './verdicts.ts';

/** The scanner of a mess: judges students' codes, keeps how many were served, and lets a supervisor admit by hand. */
export class Door extends Scanner<Session, DoorState> {
  #store: Store;
  #roster: OpenRoster | null = null;

  constructor(deps: Phone & { store: Store }) {
    super(deps, '/mess/scanner', { ...LOADING, roster: null, byHand: false, meal: null });
    this.#store = deps.store;
  }

  protected override sessionOf({ device, at, ...own }: NewDevice): Session {
    const { id, name, valid_until } = device;
    const entered = { organization: at, scanner: { id, name, role: roleOfKind(device.kind), valid_until } };
    return { ...own, entered, skewMs: null, state: 'active' };
  }

  protected override endOf(session: Session): string | null {
    return session.entered.scanner.valid_until;
  }

  protected override async use(session: Session | null): Promise<void> {
    const kept = session && (await this.#store.roster(session.id));
    // A session of an older version has no key to encrypt codes to, and without that nothing may be stored.
    this.#roster = kept?.roster.seal_key ? new OpenRoster(kept) : null;
    if (!session) this.show({ roster: null, meal: null });
  }

  protected override upload(session: Session): Promise<Uploaded> {
    return upload(this.#store, this.access, session, this.phone.now);
  }

  /** Updates also the current meal and the roster's age. */
  override async look(): Promise<void> {
    await super.look();
    const { session } = this.state;
    if (!session) return;
    this.show(await rosterShown(this.#roster, session, this.now(), (slot) => this.#store.count(session.id, slot)));
  }

  scan(qr: string): Promise<void> {
    const text = scannedText(qr);
    return this.inTurn((session) =>
      this.#decide(session, '/scan', { qr: text }, subjectOf(text), async () => ({
        what: { code: text },
        judged:
          this.#roster &&
          (await judgeOffline(text, this.#roster, session.entered.scanner.role, new Date(this.now()), (id, slot) =>
            this.#store.served(session.id, `${slot.serviceOn} ${slot.meal?.id} ${id}`),
          )),
      })),
    );
  }

  /** A supervisor admits a student with a reason: the one of the last scan, or one found by search. */
  admit(studentId: string, reason: string): Promise<void> {
    return this.inTurn((session) =>
      this.#decide(session, '/admit', { student_id: studentId, reason }, studentId, async () => ({
        what: { student_id: studentId, by_hand_reason: reason },
        judged: await judgeByHand(this.#roster, new Date(this.now()), studentId, (key) =>
          this.#store.served(session.id, key),
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
      const answer = await this.access.send<DoorStudent[]>(session, path, { timeoutMs: 10_000 });
      return answer.error ? [] : answer.data;
    } catch {
      return null;
    }
  }

  /** The photo of a student whose code was shown here a moment ago, or who was found by search; null without one. */
  async photo(url: string, signal: AbortSignal): Promise<Blob | null> {
    const { session } = this.state;
    return session && this.access.file(session, url, signal);
  }

  #decide(
    session: Session,
    path: '/scan' | '/admit',
    body: object,
    studentId: string | null,
    alone: () => Promise<{ judged: Judged | null; what: Shown }>,
  ): Promise<void> {
    const nonce = crypto.randomUUID();
    return this.decide<ScanAnswer>({
      session,
      nonce,
      path,
      body: { ...body, nonce },
      answered: (answer) => this.#showAnswer(session, answer, nonce, studentId),
      alone: async () => {
        const { judged, what } = await alone();
        await this.#keep(session, nonce, judged, what);
      },
      unqueue: async () => {
        const entry = (await this.#store.queue(session.id)).find((scan) => scan.nonce === nonce);
        if (entry) await this.#store.dequeue(session.id, [entry.seq]);
      },
    });
  }

  async #showAnswer(session: Session, answer: ScanAnswer, nonce: string, studentId: string | null): Promise<void> {
    this.show({ fault: null, verdict: answeredVerdict(answer, nonce) });
    const id = answer.student?.id ?? studentId;
    if (answer.meal && answer.service_on) {
      const slot = `${answer.service_on} ${answer.meal.id}`;
      await this.#store.setCount(session.id, slot, answer.served_today);
      // The next scan may come without a network.
      if (id && (answer.allowed || answer.reason === 'already_served')) {
        await this.#store.markServed(session.id, `${slot} ${id}`);
      }
    }
    await this.look();
  }

  /** Stores the phone's own verdict in its queue, and then shows it, so that no shown verdict is lost. */
  async #keep(session: Session, nonce: string, judged: Judged | null, what: Shown) {
    const { id, entered } = session;
    const device_at = new Date(this.phone.now()).toISOString();
    const place = { nonce, seq: await this.#store.nextSeq(id), device_at };
    const kept = await scanToQueue(judged, { ...place, device: id }, what, this.#roster);
    await this.#store.enqueue(id, await sign(session.keys, id, kept));
    const meal = judged?.slot.meal;
    const key = meal && `${judged.slot.serviceOn} ${meal.id}`;
    let served = key ? await this.#store.count(id, key) : null;
    if (key && judged.allowed) {
      served = (served ?? 0) + 1;
      await this.#store.setCount(id, key, served);
      if (judged.studentId) await this.#store.markServed(id, `${key} ${judged.studentId}`);
    }
    const name = this.#roster?.kept.roster.meals.find((each) => each.id === meal?.id)?.name ?? null;
    const isByHand = what.by_hand_reason !== undefined;
    const verdict = ownVerdict(judged, nonce, entered.scanner.role, name, served, isByHand);
    this.show({ fault: null, queued: await this.countQueued(), verdict });
    await this.look();
  }

  protected override async fetchRoster(session: Session): Promise<void> {
    const kept = await fetchRoster(this.access, session, this.#roster);
    if (!kept) return this.refused(session);
    // The scanner was given back while the roster was loading.
    if (this.state.session?.id !== session.id) return;
    await this.#store.saveRoster(session.id, kept);
    await this.#store.forgetDays(session.id, kept.roster.days[0] ?? '');
    const roster = new OpenRoster(kept);
    this.#roster = roster;
    const slot = rosterSlot(roster, new Date(this.now()));
    if (!slot.meal) return;
    const queue = await this.#store.queue(session.id);
    const waiting = queue.filter(({ allowed, meal }) => allowed && meal === slot.meal?.code).length;
    const served = roster.served(slot.serviceOn, slot.meal.id) + waiting;
    await this.#store.setCount(session.id, `${slot.serviceOn} ${slot.meal.id}`, served);
  }
}

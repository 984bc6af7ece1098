/** One conversation played through the real application. */
import type { TestApp, TestOrganization } from '../../../test/harness/index.ts';
import { drainJobs } from '../../jobs/index.ts';
import { sweepTimeouts } from '../sweep-timeouts.ts';
import type { Captured } from './match.ts';
import type { Phone } from './phone.ts';
import { plain } from './plain.ts';
import type { PersonAct } from './webhook-formats.ts';

export class Stage {
  readonly app: TestApp;
  readonly organization: TestOrganization;
  readonly phone: Phone;
  /** names captured by the transcript or set by the test */
  captured: Captured = {};
  #read = 0;

  constructor(app: TestApp, organization: TestOrganization, phone: Phone) {
    this.app = app;
    this.organization = organization;
    this.phone = phone;
  }

  send(act: Exclude<PersonAct, { kind: 'tap' }>): Promise<void> {
    return this.phone.send(act);
  }

  /** Lets time pass: open questions time out, and due jobs run. */
  async wait(minutes: number): Promise<void> {
    this.app.clock.advance(minutes * 60_000);
    await sweepTimeouts(this.app.ctxFor(null, 'transcript'));
    await this.settle();
  }

  /** Runs due jobs, and waits until their messages have arrived. */
  async settle(): Promise<void> {
    await drainJobs(this.app.boot, this.app.boot.services.jobs);
    await this.phone.settle();
  }

  /**
   * The messages since the last call, line by line; the choices of a message are its last line. Bold marks are removed.
   */
  async received(): Promise<string[]> {
    const all = await this.phone.received();
    const fresh = all.slice(this.#read);
    this.#read = all.length;
    return fresh.flatMap(({ text, labels, file }) => [
      ...(file ? [`(${file})`] : []),
      ...plain(text)
        .split('\n')
        .flatMap((line) => line.trim() || []),
      ...(labels.length > 0 ? [labels.map((label) => `[${label}]`).join(' ')] : []),
    ]);
  }

  /** The conversation's row, after the first message. */
  conversation() {
    return this.app.boot.database.system
      .selectFrom('conversation')
      .selectAll()
      .where('organization_id', '=', this.organization.id)
      .where('address', '=', this.phone.address)
      .executeTakeFirstOrThrow();
  }

  leave(): void {
    this.phone.close();
    this.app.clock.reset();
  }
}

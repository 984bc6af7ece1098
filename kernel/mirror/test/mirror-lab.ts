/** An application with a spreadsheet that a test controls. */
import { afterAll, afterEach, beforeAll } from 'vitest';
import { type FakeSheets, SPREADSHEET, startFakeSheets } from '../../../test/fakes/sheets.ts';
import { newOrganization, openTestApp, type TestApp, type TestOrganization } from '../../../test/harness/index.ts';
import { transaction } from '../../db/index.ts';
import { newId } from '../../lib/ids.ts';
import { ok } from '../../lib/result.ts';
import { patchSettings } from '../../settings/index.ts';
import { type Cell, defineMirrored, mirror, type Writer } from '../index.ts';

/** An event that belongs to no module. */
export const scanned = defineMirrored({ name: 'lab.scanned', columns: ['name', 'meal'] });
const paid = defineMirrored({ name: 'lab.paid', columns: ['name', 'amount'] });

export class MirrorLab {
  app!: TestApp;
  sheets!: FakeSheets;

  get system() {
    return this.app.boot.database.system;
  }
  get writer(): Writer {
    const it = this.app.boot.services.mirror?.writer;
    if (!it) throw new Error('no writer');
    return it;
  }

  /** A new organization with a spreadsheet of its own. */
  async organization(): Promise<TestOrganization & { book: string }> {
    const organization = await newOrganization(this.app);
    const book = `${SPREADSHEET}_${newId().slice(-8)}`;
    const set = await patchSettings(organization.ctx, 'mirror', {
      spreadsheet_id: book,
      credentials_json: this.sheets.credentials,
    });
    if (!set.ok) throw new Error(set.code);
    return { ...organization, book };
  }

  /** Mirrors each name in a separate transaction, one after the other. */
  async happen(organization: TestOrganization, ...names: Cell[]): Promise<void> {
    for (const name of names) {
      const done = await transaction(organization.ctx, async (tx) => {
        await mirror(tx, scanned, { name, meal: 'lunch' });
        return ok(null);
      });
      if (!done.ok) throw new Error(done.code);
    }
  }

  /** All in one transaction, so that the writer finds all of them or none. */
  async happenTogether(organization: TestOrganization, names: Cell[]): Promise<void> {
    const done = await transaction(organization.ctx, async (tx) => {
      for (const name of names) await mirror(tx, scanned, { name, meal: 'lunch' });
      return ok(null);
    });
    if (!done.ok) throw new Error(done.code);
  }

  /** The names in the sheet, in its order. */
  names(organization: { book: string }): Cell[] {
    return this.sheets.rows('lab.scanned', organization.book).map((row) => row[2] as Cell);
  }

  rows(organization: TestOrganization) {
    return this.system
      .selectFrom('mirror_row')
      .selectAll()
      .where('organization_id', '=', organization.id)
      .orderBy('seq')
      .execute();
  }

  async states(organization: TestOrganization): Promise<string[]> {
    return (await this.rows(organization)).map(({ state }) => state);
  }

  book(organization: TestOrganization) {
    return this.system
      .selectFrom('mirror_book')
      .selectAll()
      .where('organization_id', '=', organization.id)
      .executeTakeFirstOrThrow();
  }

  /** Runs the writer and skips pauses until nothing waits. */
  async settle(organization: TestOrganization): Promise<void> {
    for (let round = 0; round < 20; round++) {
      await this.writer.drain();
      if (!(await this.states(organization)).some((state) => state === 'waiting' || state === 'unsure')) return;
      this.app.clock.advance(70_000);
    }
    throw new Error(`still waiting: ${JSON.stringify(await this.book(organization))}`);
  }
}

export function mirrorLabOfFile(): MirrorLab {
  const lab = new MirrorLab();
  beforeAll(async () => {
    lab.sheets = await startFakeSheets();
    lab.app = await openTestApp(lab.sheets.env);
    const events = lab.app.boot.services.mirror?.events;
    events?.set(scanned.name, scanned);
    events?.set(paid.name, paid);
  });
  afterEach(() => {
    lab.sheets.calm();
    lab.app.clock.reset();
  });
  afterAll(async () => {
    await lab.app.close();
    await lab.sheets.close();
  });
  return lab;
}

/** The changing code: the link, the phone that shows it, and the door, which refuses other codes. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { credentialUrl, findCredential, tokensIn } from '../../../kernel/credentials/index.ts';
import { newSecret } from '../../../kernel/lib/tokens.ts';
import { type TestApp, useTestApp } from '../../../test/harness/index.ts';
import { visitor } from '../../../test/harness/people.ts';
import { STUDENT } from '../names.ts';
import {
  type Holder,
  type Hostel,
  hostel,
  LUNCH,
  type Pupil,
  phone,
  pupil,
  scan,
  scannerAt,
  services,
} from '../test/door.ts';
import { LEEWAY_MS, STEP_MS, stepsFrom } from './changing-code.rule.ts';
import { bytesOf, CHANGING } from './changing-token.rule.ts';

let app: TestApp;
let at: Hostel;
let gate: Holder;
beforeAll(async () => {
  app = await useTestApp();
});
beforeEach(async () => {
  app.clock.set(LUNCH);
  at = await hostel(app);
  gate = await scannerAt(at);
});
afterAll(() => app.clock.reset());

const mark = (one: Pupil) => at.admin.patch(`/mess/students/${one.id}`, { changing_code: true });
const linkOf = async (one: Pupil) => {
  const made = await at.admin.post(`/mess/students/${one.id}/code-link`);
  expect(made.status).toBe(201);
  expect(made.body.data.url).toMatch(/^http:\/\/localhost:3000\/m\/#cfl_[0-9a-f]{32}[A-Za-z0-9_-]{43}$/);
  return String(made.body.data.url).split('#')[1] as string;
};
const drawKey = (link: string) => `cfk_${link.slice(4, 36)}${newSecret()}`;
const open = (link: string, key: string) => visitor(app).post('/mess/code/open', { link, key });
const ask = (key: string) => visitor(app, { authorization: `Bearer ${key}` }).get('/mess/code');

/** What the page would show: the code that many steps after the current one. */
async function codeOf(one: Pupil, steps = 0): Promise<string> {
  const credential = await findCredential(at.ctx, { subjectType: STUDENT, subjectId: one.id });
  const step = stepsFrom(app.clock.now(), steps + 1)[steps];
  if (!credential || !step) throw new Error('no code');
  const [token] = await tokensIn(CHANGING, at.ctx, credential, [bytesOf(step.until)]);
  return credentialUrl(app.config.PUBLIC_URL, token as string);
}

describe('the link', () => {
  it('opens the code on one phone; the same phone may open it again; another is refused', async () => {
    const asha = await pupil(at);
    const link = await linkOf(asha);
    const key = drawKey(link);
    const opened = await open(link, key);
    expect(opened.body.data).toMatchObject({ roll_number: asha.roll_number, suspended: false });
    expect(opened.body.data.steps).toHaveLength(10);
    expect((await open(link, key)).status).toBe(200);
    expect((await open(link, drawKey(link))).body.error.code).toBe('mess.code.opened_elsewhere');
    expect((await ask(key)).body.data.now).toBeCloseTo(app.clock.now().getTime(), -3);
    const rows = await at.db.selectFrom('mess_code_phone').select(['student_id', 'key_hash']).execute();
    expect(rows).toEqual([{ student_id: asha.id, key_hash: expect.any(Buffer) }]);
    const audited = await at.db
      .selectFrom('audit_entry')
      .select('action')
      .where('subject_id', '=', asha.id)
      .orderBy('id')
      .execute();
    expect(audited.map(({ action }) => action)).toEqual(
      expect.arrayContaining(['mess.student.code_link_made', 'mess.student.code_opened']),
    );
  });

  it('opened by two phones at once is one phone’s', async () => {
    const link = await linkOf(await pupil(at));
    const both = await Promise.all([open(link, drawKey(link)), open(link, drawKey(link))]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
  });

  it('of a later phone ends the one before, and an older link that nobody opened', async () => {
    const asha = await pupil(at);
    const [unopened, first] = [await linkOf(asha), await linkOf(asha)];
    expect((await open(unopened, drawKey(unopened))).body.error.code).toBe('mess.code.link_unknown');
    const key = drawKey(first);
    await open(first, key);
    const second = await linkOf(asha);
    expect((await ask(key)).status).toBe(200);
    await open(second, drawKey(second));
    expect((await ask(key)).body.error.code).toBe('mess.code.other_phone');
  });

  it('is good for a day, for those who eat, and for its own hostel', async () => {
    const asha = await pupil(at);
    const link = await linkOf(asha);
    const foreign = await hostel(app);
    const wrong = `cfk_${foreign.organization.id.replaceAll('-', '')}${newSecret()}`;
    expect((await open(link, wrong)).body.error.code).toBe('mess.code.link_unknown');
    expect((await open('cfl_x', 'cfk_x')).body.error.code).toBe('mess.code.link_unknown');
    app.clock.advance(86_400_001);
    expect((await open(link, drawKey(link))).body.error.code).toBe('mess.code.link_unknown');
    const waiting = await pupil(at, { approve: false, pay: false });
    const refused = await at.admin.post(`/mess/students/${waiting.id}/code-link`);
    expect(refused.body.error.code).toBe('mess.student.not_approved');
  });

  it('shows no code after the student has left', async () => {
    const asha = await pupil(at);
    const link = await linkOf(asha);
    const key = drawKey(link);
    await open(link, key);
    await at.admin.post(`/mess/students/${asha.id}/leave`);
    expect((await ask(key)).body.error.code).toBe('mess.code.ended');
    expect((await ask('cfk_nothing')).status).toBe(401);
  });
});

describe('at the door', () => {
  it('the code of this half minute is taken, once; a picture of it, later, is a bad code', async () => {
    const asha = await pupil(at);
    await mark(asha);
    const code = await codeOf(asha);
    expect(await scan(gate, code)).toMatchObject({ allowed: true, student: { id: asha.id } });
    // A second phone with the picture, in the same minute.
    expect(await scan(gate, code)).toMatchObject({ allowed: false, reason: 'already_served' });
    app.clock.set('2026-11-23T15:00:00Z');
    expect(await scan(gate, code)).toMatchObject({ allowed: false, reason: 'bad_code', student: { id: asha.id } });
    expect(await scan(gate, await codeOf(asha))).toMatchObject({ allowed: true, meal: { code: 'dinner' } });
  });

  it('is exact to its tolerance, and a code of a later step is not valid yet', async () => {
    const asha = await pupil(at);
    const code = await codeOf(asha);
    const later = await codeOf(asha, 4);
    expect(await scan(gate, later)).toMatchObject({ reason: 'bad_code' });
    // A step begins at half past twelve, so its end is known.
    app.clock.advance(STEP_MS + LEEWAY_MS + 50);
    expect(await scan(gate, code)).toMatchObject({ reason: 'bad_code' });
  });

  it('refuses printed codes of marked students, and of everybody when the setting is on', async () => {
    const [asha, ravi] = [await pupil(at), await pupil(at)];
    const marked = await mark(asha);
    expect(marked.body.data).toMatchObject({ changing_code: true, code_changes: true, qr: null });
    expect(await scan(gate, asha.qr)).toMatchObject({ allowed: false, reason: 'bad_code', student: { id: asha.id } });
    expect(await scan(gate, ravi.qr)).toMatchObject({ allowed: true });
    app.clock.set('2026-11-23T15:00:00Z');
    expect((await at.admin.patch('/settings/mess', { changing_codes: true })).status).toBe(200);
    expect((await at.admin.get(`/mess/students/${ravi.id}`)).body.data).toMatchObject({
      changing_code: false,
      code_changes: true,
      qr: null,
    });
    expect(await scan(gate, ravi.qr)).toMatchObject({ allowed: false, reason: 'bad_code' });
    expect(await scan(gate, await codeOf(ravi))).toMatchObject({ allowed: true });
    const bulk = await at.admin.post('/mess/students/bulk-codes', { ids: [ravi.id] });
    expect(bulk.body.data).toEqual([]);
  });

  it('of an older version, of another hostel, or with its end moved, it is a bad code', async () => {
    const asha = await pupil(at);
    const code = await codeOf(asha);
    const other = await hostel(app);
    const elsewhere = await scannerAt(other);
    expect(await scan(elsewhere, code)).toMatchObject({ reason: 'bad_code', student: null });
    const token = Buffer.from(code.split('/c/')[1] as string, 'base64url');
    token.writeUIntBE(app.clock.now().getTime() + 86_400_000, 41, 6);
    expect(await scan(gate, token.toString('base64url'))).toMatchObject({ reason: 'bad_code', student: null });
    await at.admin.post('/mess/students/bulk-codes', { ids: [asha.id], renew: true });
    expect(await scan(gate, code)).toMatchObject({ reason: 'bad_code' });
    expect(await scan(gate, await codeOf(asha))).toMatchObject({ allowed: true });
  });

  it('scanned without a network counts by when it was scanned, whatever the phone’s clock says', async () => {
    const [asha, ravi] = [await pupil(at), await pupil(at)];
    await mark(asha);
    const gate2 = await phone(at);
    const hour = 3_600_000;
    const fast = () => new Date(app.clock.now().getTime() + hour).toISOString();
    const old = await codeOf(ravi);
    app.clock.advance(120_000);
    const queue = [
      gate2.queue({ qr: await codeOf(asha), device_at: fast() }),
      gate2.queue({ qr: old, device_at: fast() }),
    ];
    app.clock.advance(hour);
    const answer = await gate2.sync(queue, fast());
    expect(answer).toMatchObject({ skew_seconds: -3600, results: [{ settle: null }, { settle: 'bad_code' }] });
    expect(await services(at.organization)).toHaveLength(2);
  });
});

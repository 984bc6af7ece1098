import { beforeAll, describe, expect, it } from 'vitest';
import { audit } from '../kernel/audit/index.ts';
import type { Ctx } from '../kernel/ctx/index.ts';
import { texts } from '../kernel/i18n/index.ts';
import { flatten } from '../kernel/i18n/texts.ts';
import { drainJobs } from '../kernel/jobs/index.ts';
import { isUuid, newId } from '../kernel/lib/ids.ts';
import { claim, newMeter, type Supplier, supplier } from '../modules/electricity/test/factories.ts';
import { openExhibition, register } from '../modules/exhibition/test/factories.ts';
import { newCycle, newStudent } from '../modules/mess/test/factories.ts';
import { type Caller, useTestApp } from './harness/index.ts';

/** A uuid, or what begins like one after a type, as a person would read it. */
const ID = /[0-9a-f]{8}-[0-9a-f]{4}-|\b[a-z_]+(\.[a-z_]+)*:[0-9a-f]{4}/;
const LANGUAGES = ['en', 'hi', 'es'];

let desk: Supplier;
let person: Caller;
let meter: { id: string; number: string };
let account: { id: string; person_id: string };
beforeAll(async () => {
  desk = await supplier(await useTestApp(), { modules: ['electricity', 'mess', 'exhibition'] });
  person = await desk.join();
  meter = await newMeter(desk.ops);
  await claim(desk.ops, person, meter as Parameters<typeof claim>[2]);
  account = (await person.get('/portal/account')).body.data;
});

type Entry = {
  action: string;
  text: string;
  actor: { id: string; name: string };
  subject: { id: string; name: string };
};
const entries = async (language: string, filter: Record<string, string>): Promise<Entry[]> => {
  const path = `/audit-entries?limit=200&filter=${encodeURIComponent(JSON.stringify(filter))}`;
  const answer = await desk.owner.get(path, { 'accept-language': language });
  expect(answer.status).toBe(200);
  return answer.body.data;
};
/** As versions before wrote it: the subject of the caller stands where the name belongs. */
const asBefore = (subject: string): Ctx => ({ ...desk.ctx, actor: { kind: 'portal', id: subject, name: subject } });

describe('the audit trail names people', () => {
  it('stores the name of whoever acts in the portal', async () => {
    const [row] = await desk.db
      .selectFrom('audit_entry')
      .select(['actor_id', 'actor_name'])
      .where('organization_id', '=', desk.organization.id)
      .where('action', '=', 'electricity.customer.added')
      .where('actor_kind', '=', 'portal')
      .execute();
    expect(row).toEqual({ actor_id: `portal.account:${account.id}`, actor_name: 'Aline Uwase' });
  });

  it.each(LANGUAGES)('shows entries of before by the name of the account (%s)', async (language) => {
    const id = newId();
    await audit(asBefore(`portal.account:${account.id}`), 'electricity.claim.made', {
      subject: { type: 'electricity.claim', id },
      after: { number: '21182417119' },
      note: '',
    });
    const [entry] = await entries(language, { subject_id: id });
    expect(entry?.actor).toMatchObject({ id: `portal.account:${account.id}`, name: 'Aline Uwase' });
    expect(entry?.text).toContain('Aline Uwase');
  });

  it('names what a link opens', async () => {
    const exhibition = await openExhibition(desk.owner);
    const customer = await register(desk.owner, {
      exhibition_id: exhibition.id,
      name: 'Asha Rao',
      phone: '+919876543210',
    });
    await audit(asBefore(`portal.account:${account.id}`), 'portal.link.added', {
      subject: { type: 'portal.account', id: account.id },
      after: { name: 'Aline Uwase', subject: `exhibition.customer:${customer.id}` },
    });
    const [entry] = await entries('en', { action: 'portal.link.added' });
    expect(entry?.text).toBe('Aline Uwase linked the account with Asha Rao');
  });

  it('names the record that an entry is about, as it is named today', async () => {
    await newCycle(desk.owner);
    const student = await newStudent(desk.owner, { name: 'Ravi Kumar' });
    await audit(desk.ctx, 'mess.student.code_issued', { subject: { type: 'mess.student', id: student.id } });
    const [english] = await entries('en', { action: 'mess.student.code_issued', subject_id: student.id });
    expect(english?.subject.name).toBe('Ravi Kumar');
    expect(english?.text).toMatch(/issued a QR code for Ravi Kumar$/);
    const [hindi] = await entries('hi', { action: 'mess.student.code_issued', subject_id: student.id });
    expect(hindi?.text).toContain('Ravi Kumar के लिए QR कोड');
  });

  it('shows no id in any text about a subject, in any language', async () => {
    const { resources, staffLanguages } = texts();
    const english = flatten(resources.en ?? {});
    const actions = [...english.keys()]
      .filter((key) => key.startsWith('audit.'))
      .filter((key) =>
        staffLanguages.some((one) =>
          flatten(resources[one] ?? {})
            .get(key)
            ?.includes('{{subject}}'),
        ),
      )
      .map((key) => key.slice('audit.'.length));
    expect(actions).toContain('people.changed');
    const known: Record<string, string> = {
      person: account.person_id,
      'portal.account': account.id,
      'auth.user': (await desk.owner.get('/session')).body.data.user.id,
    };
    const request = newId();
    for (const action of actions)
      for (const [type, id] of Object.entries(known)) {
        const detail = { subject: { type, id }, before: { subject: `person:${newId()}` }, after: { role: 'ops' } };
        await audit({ ...asBefore(`portal.account:${account.id}`), requestId: request }, action, detail);
      }
    for (const language of staffLanguages) {
      const found = await entries(language, { request_id: request });
      expect(found).toHaveLength(actions.length * Object.keys(known).length);
      expect(found.filter(({ text }) => ID.test(text) || isUuid(text))).toEqual([]);
    }
  });

  it('knows how each type is named that such a text is about', async () => {
    const named = [...(desk.app.boot.services.subjectNames?.keys() ?? [])];
    const kinds = desk.app.boot.manifests.flatMap(({ personalData }) => personalData?.roots ?? []);
    expect(kinds.map(({ kind }) => kind).filter((kind) => !named.includes(kind))).toEqual([]);
  });

  it('shows no name of a person who was erased, in old entries or new', async () => {
    await audit(asBefore(`portal.account:${account.id}`), 'electricity.claim.made', {
      subject: { type: 'person', id: account.person_id },
      after: { number: '1' },
    });
    await desk.ops.post(`/electricity/meters/${meter.id}/release`, { reason: 'moved' });
    const asked = await desk.owner.post(`/personal-data/person/${account.person_id}/erasure`, { name: 'Aline Uwase' });
    expect(asked.body.data).toEqual({ state: 'waiting' });
    await drainJobs(desk.app.boot, desk.app.boot.services.jobs);
    // A version before this one, still running, writes once more.
    await audit(asBefore(`portal.account:${account.id}`), 'electricity.claim.made', {
      subject: { type: 'portal.account', id: account.id },
      after: { number: '2' },
    });
    for (const language of LANGUAGES) {
      const found = await entries(language, { actor_id: `portal.account:${account.id}` });
      expect(found.length).toBeGreaterThan(2);
      expect(JSON.stringify(found)).not.toContain('Aline');
      expect(found.filter(({ text, actor }) => ID.test(text) || ID.test(actor.name))).toEqual([]);
    }
  });
});

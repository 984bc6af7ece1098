import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  newOrganization,
  openTestApp,
  type TestApp,
  type TestOrganization,
  useTestApp,
} from '../../test/harness/index.ts';
import { transaction } from '../db/index.ts';
import { newId } from '../lib/ids.ts';
import { ok } from '../lib/result.ts';
import {
  enterByToken,
  findCredential,
  type Issued,
  issueCredential,
  publicKeys,
  reissueCredential,
  revokeCredential,
  revokeKey,
  rotateKey,
  tokenFor,
  tokenOf,
  tokensOf,
  urlFor,
  verifyCredential,
  verifyToken,
} from './index.ts';

let app: TestApp;
let organization: TestOrganization;
const customer = () => ({ subjectType: 'exhibition.customer', subjectId: newId() });

beforeAll(async () => {
  app = await useTestApp();
});
beforeEach(async () => {
  organization = await newOrganization(app);
});

async function issue(subject: ReturnType<typeof customer>, on: TestOrganization = organization): Promise<Issued> {
  const issued = await transaction(on.ctx, async (tx) => ok(await issueCredential(tx, subject)));
  if (!issued.ok) throw new Error(issued.code);
  return issued.data;
}

async function auditedActions(subjectId: string): Promise<string[]> {
  const rows = await organization.ctx.db
    .selectFrom('audit_entry')
    .select('action')
    .where('subject_id', '=', subjectId)
    .orderBy('id')
    .execute();
  return rows.map((row) => row.action);
}

describe('a credential', () => {
  it('is issued, and verified with its token or its address', async () => {
    const subject = customer();
    const { token, credentialId } = await issue(subject);
    const expected = { ok: true, data: { ...subject, version: 1, credentialId } };
    expect(await verifyCredential(organization.ctx, token)).toEqual(expected);
    expect(await verifyCredential(organization.ctx, urlFor(organization.ctx, token))).toEqual(expected);
    expect(urlFor(organization.ctx, token)).toBe(`http://localhost:3000/c/${token}`);
  });

  it('is issued once: a second request returns the same one', async () => {
    const subject = customer();
    const [first, second] = [await issue(subject), await issue(subject)];
    expect(second).toEqual(first);
  });

  it('is signed the same way each time', async () => {
    const subject = customer();
    const { token } = await issue(subject);
    expect(await tokenFor(organization.ctx, { ...subject, version: 1 })).toBe(token);
  });

  it('can be verified offline with the public keys alone', async () => {
    const subject = customer();
    const { token } = await issue(subject);
    const keys = await publicKeys(organization.ctx);
    expect(JSON.parse(JSON.stringify(keys))).toEqual(keys);
    expect(await verifyToken(token, keys)).toMatchObject({ ok: true, data: { subjectId: subject.subjectId } });
  });

  it('with another signature is refused, also where the private key can no longer be read', async () => {
    const [known, lost] = [organization, await newOrganization(app)];
    const tokens = [(await issue(customer(), known)).token, (await issue(customer(), lost)).token] as const;
    await lost.ctx.system
      .updateTable('credential_key')
      .set({ sealed_key: 'sealed with another SECRET_KEY' })
      .where('organization_id', '=', lost.id)
      .execute();
    for (const [on, token] of [
      [known, tokens[0]],
      [lost, tokens[1]],
    ] as const) {
      const bytes = Buffer.from(token, 'base64url');
      for (const at of [41, 72, 104]) {
        const forged = Buffer.from(bytes);
        forged[at] = (forged[at] as number) ^ 1;
        const refusal = { ok: false, code: 'credentials.bad_signature' };
        expect(await verifyCredential(on.ctx, forged.toString('base64url'))).toMatchObject(refusal);
      }
      expect(await verifyCredential(on.ctx, token)).toMatchObject({ ok: true });
    }
  });

  it('issued many at once makes one key', async () => {
    await Promise.all(Array.from({ length: 30 }, () => issue(customer())));
    const keys = await organization.ctx.db.selectFrom('credential_key').select('id').execute();
    expect(keys).toHaveLength(1);
  });

  it('of a transaction that was rolled back is refused, although it is signed', async () => {
    let token = '';
    await transaction(organization.ctx, async (tx) => {
      ({ token } = await issueCredential(tx, customer()));
      return { ok: false, code: 'changed.my.mind' };
    });
    expect(await verifyCredential(organization.ctx, token)).toMatchObject({ code: 'credentials.revoked' });
  });

  it('of another organization is refused, and its row is not visible', async () => {
    const other = await newOrganization(app);
    const subject = customer();
    const { token } = await issue(subject, other);
    expect(await verifyCredential(organization.ctx, token)).toMatchObject({ code: 'credentials.other_organization' });
    expect(await findCredential(organization.ctx, subject)).toBeNull();
  });

  it('for one kind of subject is not valid for another kind with the same id', async () => {
    const subject = customer();
    await issue(subject);
    const member = { ...subject, subjectType: 'mess.member' };
    const forMember = await tokenFor(organization.ctx, { ...member, version: 1 });
    expect(await verifyCredential(organization.ctx, forMember)).toMatchObject({ code: 'credentials.revoked' });
  });

  it('that was revoked is refused, with the reason in the audit', async () => {
    const subject = customer();
    const { token } = await issue(subject);
    const revoked = await revokeCredential(organization.ctx, { ...subject, reason: 'lost at the gate' });
    expect(revoked.ok).toBe(true);
    expect(await verifyCredential(organization.ctx, token)).toMatchObject({ code: 'credentials.revoked' });
    expect(await findCredential(organization.ctx, subject)).toMatchObject({ reason: 'lost at the gate' });
    expect(await auditedActions(subject.subjectId)).toEqual(['credentials.credential.revoked']);
    await expect(issue(subject)).rejects.toThrow('was revoked');
  });

  it('that was reissued is valid in its new version only', async () => {
    const subject = customer();
    const { token } = await issue(subject);
    await revokeCredential(organization.ctx, { ...subject, reason: 'copied' });
    const again = await reissueCredential(organization.ctx, subject);
    if (!again.ok) throw new Error(again.code);
    expect(again.data.version).toBe(2);
    expect(await verifyCredential(organization.ctx, again.data.token)).toMatchObject({ ok: true });
    expect(await verifyCredential(organization.ctx, token)).toMatchObject({ code: 'credentials.old_version' });
  });

  it('that does not exist can be neither revoked nor reissued', async () => {
    const other = customer();
    expect(await revokeCredential(organization.ctx, { ...other, reason: 'x' })).toMatchObject({
      code: 'credentials.not_found',
    });
    expect(await reissueCredential(organization.ctx, other)).toMatchObject({ code: 'credentials.not_found' });
  });
});

describe('a link', () => {
  it('leads into its organization, where it is verified; a malformed one is refused', async () => {
    const visitor = app.ctxFor(null, 'a visitor');
    const subject = customer();
    const { token } = await issue(subject);
    const inside = await enterByToken(visitor, urlFor(organization.ctx, token));
    expect(inside?.organization?.id).toBe(organization.id);
    expect(inside && (await verifyCredential(inside, token))).toMatchObject({ ok: true });
    expect(await enterByToken(visitor, 'nonsense')).toBeNull();
  });

  it('is made for many subjects at once, except revoked ones', async () => {
    const [one, two, none] = [customer(), customer(), customer()];
    const [{ token }] = [await issue(one), await issue(two)];
    await revokeCredential(organization.ctx, { ...two, reason: 'lost' });
    const subjectIds = [one, two, none].map((each) => each.subjectId);
    const tokens = await tokensOf(organization.ctx, { subjectType: one.subjectType, subjectIds });
    expect([...tokens]).toEqual([[one.subjectId, token]]);
    expect(await tokenOf(organization.ctx, two)).toBeNull();
  });
});

describe('a key', () => {
  it('that was rotated no longer signs, and its codes stay valid', async () => {
    const subject = customer();
    const { token: before } = await issue(subject);
    const rotated = await rotateKey(organization.ctx);
    expect(rotated.ok).toBe(true);
    const after = await tokenFor(organization.ctx, { ...subject, version: 1 });
    expect(after).not.toBe(before);
    for (const token of [before, after]) expect((await verifyCredential(organization.ctx, token)).ok).toBe(true);
    expect(await publicKeys(organization.ctx)).toHaveLength(2);
  });

  it('that another process rotated is noticed by the insert', async () => {
    await issue(customer());
    const elsewhere = await openTestApp({}, app.boot.database.connectionString);
    try {
      await rotateKey(elsewhere.ctxFor(organization, 'elsewhere'));
    } finally {
      await elsewhere.close();
    }
    const { token } = await issue(customer());
    const [newest] = await publicKeys(organization.ctx);
    expect(await verifyToken(token, [newest as never])).toMatchObject({ ok: true });
  });

  it('is rotated by two simultaneous requests in turn', async () => {
    await issue(customer());
    const both = await Promise.all([rotateKey(organization.ctx), rotateKey(organization.ctx)]);
    expect(both.every((each) => each.ok)).toBe(true);
    const states = await organization.ctx.db.selectFrom('credential_key').select('state').execute();
    expect(states.map((row) => row.state).sort()).toEqual(['active', 'retired', 'retired']);
  });

  it('that was revoked invalidates its codes; codes drawn again are valid', async () => {
    const subject = customer();
    const { token } = await issue(subject);
    const [key] = await publicKeys(organization.ctx);
    const id = key?.id as string;
    expect(await revokeKey(organization.ctx, { id, reason: 'leaked' })).toMatchObject({ ok: true });
    expect(await verifyCredential(organization.ctx, token)).toMatchObject({ code: 'credentials.unknown_key' });
    const anew = await tokenFor(organization.ctx, { ...subject, version: 1 });
    expect((await verifyCredential(organization.ctx, anew)).ok).toBe(true);
    expect((await publicKeys(organization.ctx)).map((each) => each.id)).not.toContain(id);
    expect(await revokeKey(organization.ctx, { id, reason: 'again' })).toMatchObject({
      code: 'credentials.key_revoked',
    });
    expect(await auditedActions(id)).toEqual(['credentials.key.revoked']);
  });

  it('is never stored unencrypted', async () => {
    await issue(customer());
    const row = await organization.ctx.db.selectFrom('credential_key').selectAll().executeTakeFirstOrThrow();
    expect(row.sealed_key).toMatch(/^v1\./);
  });
});

describe('through the API', () => {
  it('the setting selects HMAC for the next key: a code of half the length, valid only at the server', async () => {
    const admin = await organization.as('admin');
    const subject = customer();
    const { token: long } = await issue(subject);
    expect((await admin.patch('/settings/credentials', { algorithm: 'hmac-sha256' })).status).toBe(200);
    const rotated = await admin.post('/credentials/keys/rotate');
    expect(rotated.body.data.algorithm).toBe('hmac-sha256');
    const short = await tokenFor(organization.ctx, { ...subject, version: 1 });
    expect([long.length, short.length]).toEqual([140, 76]);
    const verified = await admin.post('/credentials/verify', { code: short });
    expect(verified.body.data).toEqual({
      subject_type: subject.subjectType,
      subject_id: subject.subjectId,
      version: 1,
    });
    const offline = await admin.get('/credentials/public-keys');
    const keys = offline.body.data.map(({ organization_id, ...key }: { organization_id: string }) => ({
      ...key,
      organizationId: organization_id,
    }));
    expect(await verifyToken(long, keys)).toMatchObject({ ok: true });
    expect(await verifyToken(short, keys)).toMatchObject({ code: 'credentials.unknown_key' });
  });

  it('each role has its permissions', async () => {
    const [viewer, ops, admin] = await Promise.all([
      organization.as('viewer'),
      organization.as('ops'),
      organization.as('admin'),
    ]);
    const subject = customer();
    await issue(subject);
    const body = { subject_type: subject.subjectType, subject_id: subject.subjectId, reason: 'lost' };
    expect((await viewer.post('/credentials/revoke', body)).status).toBe(403);
    expect((await ops.post('/credentials/revoke', body)).status).toBe(200);
    expect((await ops.post('/credentials/keys/rotate')).status).toBe(403);
    const reissued = await ops.post('/credentials/reissue', { ...body, reason: undefined });
    expect(reissued.body.data).toMatchObject({ version: 2 });
    const keys = await admin.get('/credentials/keys');
    expect(keys.body.data).toMatchObject([{ state: 'active', algorithm: 'ed25519' }]);
    expect(JSON.stringify(keys.body)).not.toContain('sealed');
    const [{ id }] = keys.body.data;
    expect((await admin.post(`/credentials/keys/${id}/revoke`, { reason: 'leaked' })).status).toBe(200);
    const refused = await viewer.post('/credentials/verify', { code: reissued.body.data.url });
    expect(refused).toMatchObject({ status: 422, body: { error: { code: 'credentials.unknown_key' } } });
    expect(refused.body.error.message).not.toContain('credentials.');
  });
});

import { sql } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  eventually,
  newOrganization,
  openTestApp,
  type TestApp,
  type TestOrganization,
} from '../../test/harness/index.ts';
import { transaction } from '../db/index.ts';
import { newId } from '../lib/ids.ts';
import { ok, refuse } from '../lib/result.ts';
import { audit, auditMany, sealAudit, signingKey, verifyAudit } from './index.ts';

let app: TestApp;
let admin: pg.Client;
let organization: TestOrganization;

beforeAll(async () => {
  app = await openTestApp({});
  admin = new pg.Client({ connectionString: app.adminUrl });
  await admin.connect();
});
afterAll(async () => {
  await admin?.end();
  await app?.close();
});

const key = () => signingKey(app.config.SECRET_KEY);
const verify = (id = organization.id) =>
  verifyAudit(app.boot.database.system, { keys: [key()], organization: id }).then((r) => r.chains[0]);

/** Seals everything. When the server's own sealer is running, this waits for it to finish. */
async function sealAll() {
  for (;;) {
    const pass = await sealAudit(app.boot.database.system, app.clock, key());
    if (pass.ran && !pass.more) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** An organization with a chain of three links of two entries. */
async function sealedOrganization() {
  organization = await newOrganization(app);
  for (let link = 0; link < 3; link++) {
    const changes = ['a', 'b'].map((id) => ({
      subject: { type: 'test.thing', id: `${link}${id}` },
      after: { link },
    }));
    // In one transaction; otherwise the server's own sealer could make a link of each half.
    await auditMany(organization.ctx, 'test.thing.changed', changes);
    await sealAll();
  }
  return organization;
}

/**
 * Waits until the watermark has passed everything that is sealed. An open transaction anywhere on the server holds it
 * back, and other tests run at the same time.
 */
const passed = () =>
  eventually(async () => {
    await sealAll();
    const { rows } = await sql<{ passed: boolean }>`
      select sealed_below > (select max(xact) from audit_entry where organization_id = ${organization.id}) as passed
      from audit_watermark`.execute(app.boot.database.system);
    return rows[0]?.passed;
  }, 'the watermark to pass');

/** Changes rows as a superuser with the triggers switched off. */
const tamper = async (statement: string, values: unknown[] = []) => {
  await admin.query("set session_replication_role = 'replica'");
  const result = await admin.query(statement, values);
  await admin.query("set session_replication_role = 'origin'");
  return result;
};
const entryIds = () =>
  sql<{ id: string }>`select id from audit_entry where organization_id = ${organization.id} order by id`
    .execute(app.boot.database.system)
    .then((r) => r.rows.map((row) => row.id));

it('refuses events that machines report by the thousand', async () => {
  const { ctx } = await newOrganization(app);
  await expect(audit(ctx, 'mess.scan.made', { subject: { type: 'mess.scan', id: newId() } })).rejects.toThrow(
    'kept in mess_scan',
  );
});

describe('an entry', () => {
  it('is written in the transaction of the change, and names who did what, from where', async () => {
    organization = await newOrganization(app);
    const ctx = { ...organization.ctx, ip: '203.0.113.9', userAgent: 'Test/1' };
    const change = {
      subject: { type: 'test.thing', id: '1' },
      before: { name: 'a', size: 1 },
      after: { name: 'b', size: 1 },
      note: 'why',
    };
    await transaction(ctx, async (tx) => {
      await audit(tx, 'test.thing.changed', change);
      return refuse('test.refused');
    });
    expect(await entryIds()).toEqual([]);
    await transaction(ctx, async (tx) => {
      await audit(tx, 'test.thing.changed', change);
      return ok(null);
    });
    const { rows } = await sql`select * from audit_entry where organization_id = ${organization.id}`.execute(ctx.db);
    expect(rows).toMatchObject([
      {
        actor_kind: 'system',
        actor_name: 'test',
        action: 'test.thing.changed',
        before: { name: 'a' },
        after: { name: 'b' },
        note: 'why',
        ip: '203.0.113.9',
        user_agent: 'Test/1',
        request_id: ctx.requestId,
      },
    ]);
  });

  it('cannot be changed or removed, neither by requests nor by the owner of the table', async () => {
    await sealedOrganization();
    const { db, system } = organization.ctx;
    for (const table of ['audit_entry', 'audit_seal']) {
      const t = sql.table(table);
      await expect(sql`update ${t} set organization_id = organization_id`.execute(db)).rejects.toThrow(
        'permission denied',
      );
      await expect(sql`delete from ${t}`.execute(db)).rejects.toThrow('permission denied');
      await expect(sql`update ${t} set organization_id = organization_id`.execute(system)).rejects.toThrow(
        'append-only',
      );
      await expect(sql`delete from ${t} where false`.execute(system)).rejects.toThrow('append-only');
      await expect(sql`truncate ${t}`.execute(system)).rejects.toThrow('append-only');
    }
    await expect(sql`insert into audit_seal (organization_id) values (${organization.id})`.execute(db)).rejects.toThrow(
      'permission denied',
    );
  });

  it('is visible to its own organization only', async () => {
    await sealedOrganization();
    const other = await newOrganization(app);
    expect((await sql`select id from audit_entry`.execute(other.ctx.db)).rows).toEqual([]);
    expect((await sql`select sequence from audit_seal`.execute(other.ctx.db)).rows).toEqual([]);
  });
});

describe('the chain', () => {
  it('verifies what is sealed and lists what is not sealed yet', async () => {
    await sealedOrganization();
    const [, later] = [await sealAll(), newId()];
    const report = await verify();
    expect(report).toMatchObject({ links: 3, entries: 6, faultCount: 0, unsealed: { count: 0 } });
    await auditMany(organization.ctx, 'test.thing.changed', [{ subject: { type: 'test.thing', id: later } }]);
    const after = await verify();
    expect(after?.faults).toEqual([]);
    // The server's own sealer may have sealed some already.
    expect((after?.unsealed.count ?? 0) + (after?.entries ?? 0)).toBe(7);
  });

  it('detects a changed entry and names it', async () => {
    await sealedOrganization();
    const [id] = await entryIds();
    await tamper("update audit_entry set actor_name = 'somebody else' where id = $1", [id]);
    expect((await verify())?.faults).toEqual([{ kind: 'entry_changed', sequence: 1, entryId: id }]);
  });

  it('detects a removed entry and names it', async () => {
    await sealedOrganization();
    const ids = await entryIds();
    await tamper('delete from audit_entry where id = $1', [ids[4]]);
    expect((await verify())?.faults).toEqual([{ kind: 'entry_missing', sequence: 3, entryId: ids[4] }]);
  });

  it('detects an entry that was inserted later', async () => {
    await sealedOrganization();
    await passed();
    const id = newId();
    await tamper(
      `insert into audit_entry (organization_id, id, at, actor_kind, actor_name, action, subject_type, subject_id, xact)
       select organization_id, $1, at, actor_kind, 'nobody', action, subject_type, subject_id, xact from audit_entry
        where organization_id = $2 order by id limit 1`,
      [id, organization.id],
    );
    expect((await verify())?.faults).toEqual([{ kind: 'entry_added', entryId: id }]);
  });

  it('detects a removed link, and a link forged in its place', async () => {
    await sealedOrganization();
    await passed();
    await tamper('delete from audit_seal where organization_id = $1 and sequence = 2', [organization.id]);
    expect((await verify())?.faults.map((f) => f.kind)).toEqual(['link_missing', 'entry_added', 'entry_added']);

    await sealedOrganization();
    await tamper(
      "update audit_seal set sealed_at = sealed_at + interval '1 day' where organization_id = $1 and sequence = 1",
      [organization.id],
    );
    expect((await verify())?.faults).toEqual([{ kind: 'link_changed', sequence: 1 }]);
  });

  it('detects a chain that was rebuilt without the key', async () => {
    await sealedOrganization();
    const forger = signingKey('not the key of this server at all');
    await tamper("update audit_entry set note = 'never happened' where organization_id = $1", [organization.id]);
    await tamper('delete from audit_seal where organization_id = $1', [organization.id]);
    await tamper('update audit_watermark set sealed_below = 0');
    for (let ran = false; !ran; ) ran = (await sealAudit(app.boot.database.system, app.clock, forger)).ran;
    await tamper('update audit_seal set key_id = $1 where organization_id = $2', [key().id, organization.id]);
    expect((await verify())?.faults).toEqual([{ kind: 'signature_wrong', sequence: 1 }]);
  });

  it('reports a link that was signed with an unknown key', async () => {
    await sealedOrganization();
    const { ok: proven, chains } = await verifyAudit(app.boot.database.system, {
      keys: [signingKey('another key of another year, long')],
      organization: organization.id,
    });
    expect(proven).toBe(false);
    expect(chains[0]?.faults.map((f) => f.kind)).toEqual(Array(3).fill('signature_unknown'));
  });
});

describe('the sealer', () => {
  it('seals a transaction that commits late, and does not wait for one that stays open', async () => {
    organization = await newOrganization(app);
    let finish: () => void = () => {};
    const finished = new Promise<void>((resolve) => {
      finish = resolve;
    });
    let written: () => void = () => {};
    const entry = new Promise<void>((resolve) => {
      written = resolve;
    });
    const slow = transaction(organization.ctx, async (tx) => {
      await audit(tx, 'test.slow', { subject: { type: 'test.thing', id: 'slow' } });
      written();
      await finished;
      return ok(null);
    });
    await entry;
    await audit(organization.ctx, 'test.quick', { subject: { type: 'test.thing', id: 'quick' } });
    await sealAll();
    expect(await verify()).toMatchObject({ links: 1, entries: 1, faultCount: 0 });
    finish();
    await slow;
    await sealAll();
    expect(await verify()).toMatchObject({ links: 2, entries: 2, faultCount: 0, unsealed: { count: 0 } });
  });

  it('seals each entry once when several sealers run', async () => {
    organization = await newOrganization(app);
    const writers = Array.from({ length: 4 }, async () => {
      for (let i = 0; i < 50; i++)
        await audit(organization.ctx, 'test.race', { subject: { type: 'test.thing', id: String(i) } });
    });
    const sealers = Array.from({ length: 4 }, async () => {
      for (let i = 0; i < 20; i++) await sealAudit(app.boot.database.system, app.clock, key());
    });
    await Promise.all([...writers, ...sealers]);
    await sealAll();
    expect(await verify()).toMatchObject({ entries: 200, faultCount: 0, unsealed: { count: 0 } });
  });

  it('continues after a restore on a cluster whose transaction numbers are smaller', async () => {
    await sealedOrganization();
    const { system } = app.boot.database;
    // As if the dump came from a cluster that had counted a billion transactions more: sealed and unsealed entries, and
    // the watermark.
    await audit(organization.ctx, 'test.unsealed', { subject: { type: 'test.thing', id: 'before' } });
    await tamper('update audit_entry set xact = xact + 1000000000');
    await tamper('update audit_seal set last_xact = last_xact + 1000000000');
    await tamper('update audit_watermark set sealed_below = sealed_below + 1000000000');
    await audit(organization.ctx, 'test.early', { subject: { type: 'test.thing', id: 'before the first pass' } });
    await sealAll();
    await audit(organization.ctx, 'test.after', { subject: { type: 'test.thing', id: 'after' } });
    await sealAll();
    const report = await verify();
    expect(report).toMatchObject({ entries: 9, faultCount: 0, unsealed: { count: 0 } });
    const { rows } = await sql<{ shift: number }>`select xact_shift as shift from audit_watermark`.execute(system);
    expect(rows[0]?.shift).toBeGreaterThan(0);
  });
});

describe('the list of entries', () => {
  it('is paged and can be filtered by every field', async () => {
    organization = await newOrganization(app);
    const ops = await organization.as('ops');
    for (let i = 0; i < 5; i++) {
      await audit(organization.ctx, i === 3 ? 'jobs.discarded' : 'jobs.retried', {
        subject: { type: 'job', id: `job-${i}` },
        after: { name: `test.${i}` },
      });
    }
    const all: string[] = [];
    for (let after = ''; ; ) {
      const { body } = await ops.get(`/audit-entries?limit=2${after && `&after=${after}`}`);
      all.push(...body.data.map((e: { text: string }) => e.text));
      if (!body.page.next) break;
      after = body.page.next;
    }
    expect(all).toHaveLength(5);
    expect(all[0]).toBe('test had the failed job “test.4” run again');
    const found = async (filter: object, search = '') => {
      const reply = await ops.get(
        `/audit-entries?filter=${encodeURIComponent(JSON.stringify(filter))}&search=${search}`,
      );
      return reply.body.data?.map((e: { subject: { id: string } }) => e.subject.id) ?? reply.status;
    };
    expect(await found({ action: 'jobs.discarded' })).toEqual(['job-3']);
    expect(await found({ action: 'jobs.*' })).toHaveLength(5);
    expect(await found({ subject_type: 'job', subject_id: 'job-2' })).toEqual(['job-2']);
    expect(await found({ actor_type: 'user' })).toEqual([]);
    expect(await found({ from: new Date(Date.now() + 60_000).toISOString() })).toEqual([]);
    expect(await found({ to: new Date(Date.now() + 60_000).toISOString() })).toHaveLength(5);
    expect(await found({}, 'job-1')).toEqual(['job-1']);
    expect(await found({ colour: 'red' })).toBe(400);
    const hindi = await ops.get('/audit-entries?limit=1', { 'accept-language': 'hi' });
    expect(hindi.body.data[0].text).toContain('फिर से चलवाया');
    expect((await (await organization.as('viewer')).get('/audit-entries')).status).toBe(403);
  });
});

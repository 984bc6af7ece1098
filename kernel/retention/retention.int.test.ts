import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { newOrganization, type TestApp, type TestOrganization, useTestApp } from '../../test/harness/index.ts';
import type { Ctx } from '../ctx/index.ts';
import { sweep } from '../db/index.ts';
import { countExpiredFiles } from '../files/index.ts';
import { firstIdAt, newId } from '../lib/ids.ts';
import { deleteRows } from './delete-rows.ts';
import { applyRetention, countExpired, type Expired, type Retention } from './index.ts';

let app: TestApp;
let nobody: Ctx;
beforeAll(async () => {
  app = await useTestApp();
  nobody = app.ctxFor(null, 'test');
});

const DAY = 86_400_000;
const ago = (days: number) => new Date(app.clock.now().getTime() - days * DAY);

describe('a sweep', () => {
  const turns = async (pieces: Map<string, number>, failing = '') => {
    const seen: string[] = [];
    const swept = sweep(nobody, {
      due: async () => [...pieces.keys()],
      step: async ({ organization }) => {
        const id = organization?.id as string;
        seen.push(id);
        if (id === failing) throw new Error('this one fails');
        pieces.set(id, (pieces.get(id) as number) - 1);
        return (pieces.get(id) as number) > 0;
      },
    });
    return { seen, swept };
  };

  it('takes turns, so that a large organization doesn’t delay others', async () => {
    const [large, small] = [await newOrganization(app), await newOrganization(app)];
    const { seen, swept } = await turns(
      new Map([
        [large.id, 3],
        [small.id, 1],
      ]),
    );
    await swept;
    expect(seen).toEqual([large.id, small.id, large.id, large.id]);
  });

  it('continues when one organization fails, and reports it at the end', async () => {
    const [bad, good] = [await newOrganization(app), await newOrganization(app)];
    const { seen, swept } = await turns(
      new Map([
        [bad.id, 1],
        [good.id, 2],
      ]),
      bad.id,
    );
    await expect(swept).rejects.toThrow('this one fails');
    expect(seen).toEqual([bad.id, good.id, good.id]);
  });

  it('skips an organization that was removed meanwhile', async () => {
    const { seen, swept } = await turns(new Map([[newId(), 1]]));
    await swept;
    expect(seen).toEqual([]);
  });
});

describe('rows that are kept for some days', () => {
  const keys = async ({ ctx, id }: TestOrganization) =>
    (
      await ctx.db
        .selectFrom('idempotency_key')
        .select('key')
        .where('organization_id', '=', id)
        .orderBy('key')
        .execute()
    ).map(({ key }) => key);
  const write = ({ ctx, id }: TestOrganization, prefix: string, created_at: Date, count = 1) =>
    sql`insert into idempotency_key (organization_id, actor_id, key, request_hash, answer, created_at)
      select ${id}, 'a', ${prefix} || n, 'h', '{}', ${created_at} from generate_series(1, ${count}) n`.execute(ctx.db);
  const kept = (over: object = {}): Extract<Retention, { by: 'batch' }> => ({
    table: 'idempotency_key',
    by: 'batch',
    age: 'created_at',
    days: 7,
    ...over,
  });

  it('chats and scans are kept as long as each organization says; what waits for somebody stays', async () => {
    const [short, usual] = [await newOrganization(app), await newOrganization(app)];
    const owner = await short.as('owner');
    expect((await owner.patch('/settings/retention', { chat_days: 40, scan_days: 100 })).status).toBe(200);
    for (const { id, ctx } of [short, usual]) {
      const [person, conversation] = [newId(), newId()];
      await sql`insert into person (organization_id, id, name, language, created_at, updated_at)
        values (${id}, ${person}, 'Asha', 'en', now(), now())`.execute(ctx.system);
      await sql`insert into conversation (organization_id, id, channel, account, address, person_id, language,
          last_message_at, created_at)
        values (${id}, ${conversation}, 'web', '', ${conversation}, ${person}, 'en', now(), now())`.execute(ctx.system);
      for (const [days, asks] of [
        [41, null],
        [41, newId()],
        [39, null],
      ] as const)
        await sql`insert into conversation_message (organization_id, id, conversation_id, direction, kind, author,
            created_at, asks_type, asks_id)
          values (${id}, ${newId(ago(days).getTime())}, ${conversation}, 'in', 'text', 'person', ${ago(days)},
            ${asks && 'payment'}, ${asks})`.execute(ctx.system);
      for (const [days, settle] of [
        [101, null],
        [101, 'not_paid'],
        [99, null],
      ] as const)
        await sql`insert into mess_scan (organization_id, id, nonce, device_name, at, received_at, offline, service_on,
            allowed, settle)
          values (${id}, ${newId(ago(days).getTime())}, ${newId()}, 'Gate', ${ago(days)}, ${ago(days)}, true,
            ${ago(days)}, true, ${settle})`.execute(ctx.system);
    }
    await applyRetention(nobody);
    const left = async (table: 'conversation_message' | 'mess_scan', { id, ctx }: TestOrganization) => {
      const { rows } = await sql<{ n: number }>`
        select count(*)::int as n from ${sql.table(table)} where organization_id = ${id}`.execute(ctx.system);
      return rows[0]?.n;
    };
    expect(await Promise.all([left('conversation_message', short), left('conversation_message', usual)])).toEqual([
      2, 3,
    ]);
    expect(await Promise.all([left('mess_scan', short), left('mess_scan', usual)])).toEqual([2, 3]);
  });

  it('are deleted in every organization, also more than a batch of them', async () => {
    const [one, other] = [await newOrganization(app), await newOrganization(app)];
    await write(one, 'old', ago(8), 5001);
    await write(one, 'new', ago(6));
    await write(other, 'old', ago(8));
    const mine = (found: Expired[]) => found.filter(({ table }) => table === 'idempotency_key');
    const ctx = { ...nobody, services: { ...nobody.services, retention: [kept()] } };
    const counted = mine(await countExpired(ctx)).reduce((sum, { rows }) => sum + rows, 0);
    expect(counted).toBeGreaterThanOrEqual(5002);
    expect(await deleteRows(nobody, kept())).toBe(counted);
    expect(mine(await countExpired(ctx))).toEqual([]);
    expect(await keys(one)).toEqual(['new1']);
    expect(await keys(other)).toEqual([]);
  });

  it('stay when `only` excludes them, or where the organization keeps them longer', async () => {
    const organization = await newOrganization(app);
    await write(organization, 'waits', ago(20));
    await write(organization, 'done', ago(20));
    await deleteRows(nobody, kept({ only: `key like 'done%'`, days: async () => 30 }));
    expect(await keys(organization)).toEqual(['done1', 'waits1']);
    await deleteRows(nobody, kept({ only: `key like 'done%'`, days: async () => 10 }));
    expect(await keys(organization)).toEqual(['waits1']);
  });

  it('of a table that can not be swept don’t stop other tables', async () => {
    const organization = await newOrganization(app);
    await write(organization, 'old', ago(8));
    const wrong = kept({ table: 'task', age: 'no_such_column' });
    const ctx = { ...nobody, services: { ...nobody.services, retention: [wrong, kept()] } };
    await expect(applyRetention(ctx)).rejects.toThrow('no_such_column');
    expect(await keys(organization)).toEqual([]);
  });

  it('are declared for existing tables and columns only', async () => {
    for (const retention of app.boot.services.retention) {
      if (retention.by === 'batch') expect(await deleteRows(nobody, retention)).toBeGreaterThanOrEqual(0);
    }
  });
});

describe('what an organization decides', () => {
  const received = async ({ ctx, id }: TestOrganization) => {
    const { rows } = await sql<{ provider_id: string }>`
      select provider_id from inbox_event where organization_id = ${id} order by 1`.execute(ctx.db);
    return rows.map(({ provider_id }) => provider_id);
  };
  const receive = (organization: TestOrganization, days: number) =>
    sql`insert into inbox_event (organization_id, id, source, account, provider_id, address, kind, payload, state,
        next_attempt_at, received_at, processed_at)
      values (${organization.id}, ${firstIdAt(ago(days).getTime())}, 'web', 'a', ${`days-${days}`}, 'x', 'text', '{}',
        'processed', now(), ${ago(days)}, ${ago(days)})`.execute(organization.ctx.system);

  it('is how long events stay, within the least and the most', async () => {
    const [short, usual] = [await newOrganization(app), await newOrganization(app)];
    const owner = await short.as('owner');
    expect((await owner.patch('/settings/retention', { inbox_days: 3 })).status).toBe(422);
    expect((await owner.patch('/settings/retention', { inbox_days: 14 })).status).toBe(200);
    for (const organization of [short, usual]) for (const days of [10, 20, 40]) await receive(organization, days);
    const retention = app.boot.services.retention.find(({ table }) => table === 'inbox_event');
    await deleteRows(nobody, retention as Extract<Retention, { by: 'batch' }>);
    expect(await received(short)).toEqual(['days-10']);
    expect(await received(usual)).toEqual(['days-10', 'days-20']);
  });

  it('and files of purposes with days are counted before they go', async () => {
    const organization = await newOrganization(app, { name: 'With an old list' });
    const file = (created_at: Date) => ({
      organization_id: organization.id,
      id: newId(),
      name: 'list.csv',
      created_at,
      content_type: 'text/csv',
      size_bytes: 1,
      sha256: '0'.repeat(64),
      store: 'disk',
      storage_key: newId(),
      permission: 'session',
      created_by_kind: 'system',
    });
    const proofs = app.boot.services.files.purposes.get('payments.proof')?.keepDays;
    // A picture of a chat may be a proof, so it stays at least as long.
    expect(proofs).toMatchObject({ least: 400 });
    const [purpose] = [...app.boot.services.files.purposes.values()].filter(({ keepDays }) => keepDays === 30);
    expect(purpose).toBeDefined();
    for (const days of [29, 31])
      await organization.ctx.system
        .insertInto('file')
        .values({ ...file(ago(days)), purpose: purpose?.name ?? '' })
        .execute();
    const counted = (await countExpiredFiles(nobody)).filter((one) => one.organization === 'With an old list');
    expect(counted).toEqual([{ purpose: purpose?.name, organization: 'With an old list', files: 1 }]);
  });
});

import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { newOrganization, type TestApp, type TestOrganization, useTestApp } from '../../test/harness/index.ts';
import type { Ctx } from '../ctx/index.ts';
import { sweep } from '../db/index.ts';
import { newId } from '../lib/ids.ts';
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

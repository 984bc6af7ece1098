/** Public API of the bulk package: an action on all rows that a list's filters find. */
import { Type } from 'typebox';
import type { Ctx } from '../ctx/index.ts';
import { ok, type Result, refuse } from '../lib/result.ts';
import { definePackage, route } from '../module/index.ts';
import { bulkJob } from './bulk.job.ts';
import { BulkInput, BulkQuery } from './contract.ts';
import type { BulkList } from './define.ts';
import { rowsOf } from './rows.query.ts';
import { startBulk } from './start-bulk.action.ts';

export { defineBulk } from './define.ts';

declare module '../module/index.ts' {
  interface Manifest {
    bulk?: readonly BulkList[];
  }
}
declare module '../ctx/index.ts' {
  interface Services {
    bulk: ReadonlyMap<string, BulkList>;
  }
}

const Name = Type.String({ maxLength: 100 });
const Count = Type.Integer();

/** The list, when the caller may do something to its rows. */
function listFor(ctx: Ctx, name: string): Result<BulkList> {
  const list = ctx.services.bulk.get(name);
  if (!list) return refuse('bulk.unknown');
  const may = Object.values(list.actions).some(({ permission }) => ctx.services.authenticator.can(ctx, permission));
  return may ? ok(list) : refuse('http.forbidden');
}

export const bulkPackage = definePackage({
  name: 'bulk',
  errors: { 'bulk.unknown': 404, 'bulk.changed': 409, 'bulk.too_many': 400, 'bulk.reason_blank': 400 },
  jobs: [bulkJob],
  routes: [
    route({
      method: 'GET',
      path: '/bulk/{list}',
      // Each action has its own permission, checked below.
      permission: 'session',
      operationId: 'countBulkRows',
      summary: 'How many rows of a list its filter and search find, for an action on all of them',
      params: Type.Object({ list: Name }),
      query: BulkQuery,
      reply: Type.Object({ count: Count }),
      async run(ctx, { params, query }) {
        const list = listFor(ctx, params.list);
        if (!list.ok) return list;
        const rows = await rowsOf(ctx, list.data, query);
        return rows.ok ? ok({ count: rows.data.length }) : rows;
      },
    }),
    route({
      method: 'POST',
      path: '/bulk/{list}/{action}',
      permission: 'session',
      operationId: 'startBulkAction',
      summary: 'Do it to all rows that filter and search find, as a task with its progress',
      params: Type.Object({ list: Name, action: Name }),
      body: BulkInput,
      reply: Type.Object({ task_id: Type.String({ format: 'uuid' }), count: Count }),
      status: 202,
      idempotent: true,
      async run(ctx, { params, body }) {
        const list = listFor(ctx, params.list);
        if (!list.ok) return list;
        const action = Object.hasOwn(list.data.actions, params.action) ? list.data.actions[params.action] : undefined;
        if (!action) return refuse('bulk.unknown');
        const refusal = ctx.services.authenticator.refusal(ctx, action.permission);
        return refusal ?? startBulk(ctx, list.data, params.action, action, body);
      },
    }),
  ],
  async start({ services, manifests }) {
    services.bulk = new Map(manifests.flatMap(({ bulk = [] }) => bulk.map((list) => [list.name, list] as const)));
    return undefined;
  },
});

import { sql } from 'kysely';
import { type Ctx, inOrg, onOrg } from '../../../kernel/ctx/index.ts';
import type { LimitDefinition, Part } from '../../../kernel/tenancy/index.ts';
import { STALL } from '../names.ts';

/**
 * Members may be limited to one stall: its seller sells and sees its items and bills alone, by the policies of the tables
 * (limit_table in the migrations). The list of customers is the fair's; who stands at the stall is found by their code.
 */
export const stallLimit: LimitDefinition = {
  kind: STALL,
  permissions: [
    'exhibition.read',
    'exhibition.bill.add',
    'exhibition.bill.pay',
    'till.use',
    'documents.print',
    'events.read',
    'organization.read',
  ],
  parts: (ctx) =>
    parts(ctx).where('s.archived_at', 'is', null).orderBy('e.starts_on', 'desc').orderBy('s.code').limit(200).execute(),
  find: async (ctx, id) => (await parts(ctx).where('s.id', '=', id).executeTakeFirst()) ?? null,
};

const parts = (ctx: Ctx) =>
  ctx.db
    .selectFrom('exhibition_stall as s')
    .innerJoin('exhibition as e', onOrg('e.id', 's.exhibition_id'))
    .select(['s.id', sql<string>`s.code || ' ' || s.name || ', ' || e.name`.as('name')])
    .where(inOrg(ctx, 's'))
    .$castTo<Part>();

import type { Selectable } from 'kysely';
import type { DB } from '../../../db/types.ts';
import { type Ctx, inOrg } from '../../../kernel/ctx/index.ts';
import { findPage, type PageQuery, showPage } from '../../../kernel/db/index.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { nameActors } from '../../../kernel/subject-names/index.ts';
import type { History } from '../meters/contract.ts';
import { getMeter } from '../meters/meters.query.ts';
import type { Keypad, Token } from './contract.ts';

export type KeypadRow = Selectable<DB['electricity_keypad']>;

const tokens = (ctx: Ctx) =>
  ctx.db
    .selectFrom('electricity_token')
    .select(['id', 'kind', 'token', 'wh', 'state', 'source_id', 'by_name', 'created_at'])
    .where(inOrg(ctx));

type TokenRow = Awaited<ReturnType<ReturnType<typeof tokens>['execute']>>[number];

/** 123 456 789, or 1234 5678 9012 3456 7890 */
function showToken(token: string): string {
  return token.replace(token.length % 4 === 0 ? /(.{4})(?=.)/g : /(.{3})(?=.)/g, '$1 ');
}

const asToken = ({ by_name, ...row }: TokenRow): Token => ({
  ...row,
  kind: row.kind as Token['kind'],
  state: row.state as Token['state'],
  token: row.token === null ? null : showToken(row.token),
  by: by_name,
  created_at: row.created_at.toISOString(),
});

export type TokenQuery = PageQuery & {
  /** for the holder of the meter */
  history?: History;
};

/** The tokens of a meter, newest first. Refuses with `electricity.meter.not_found`. */
export async function listTokens(ctx: Ctx, reference: string, query: TokenQuery): Promise<Result<Token[]>> {
  const meter = await getMeter(ctx, reference);
  if (!meter.ok) return meter;
  let rows = tokens(ctx).where('meter_id', '=', meter.data.id);
  if (query.history) rows = rows.where('created_at', '>=', new Date(query.history.from));
  return showPage(await findPage(rows, 'id', query), async (found) =>
    (await nameActors(ctx, 'by_name', found)).map(asToken),
  );
}

export async function getToken(ctx: Ctx, id: string): Promise<Result<Token>> {
  const row = await tokens(ctx).where('id', '=', id).executeTakeFirst();
  return row ? ok(asToken(row)) : refuse('electricity.keypad.none');
}

/** The tokens that a purchase or a voucher gave, for its receipt, a chat, a message. Empty without a keypad. */
export async function tokensOf(ctx: Ctx, sourceId: string): Promise<Token[]> {
  return (await tokens(ctx).where('source_id', '=', sourceId).orderBy('id').execute()).map(asToken);
}

export const asKeypad = (row: KeypadRow): Keypad => ({
  kind: row.kind as Keypad['kind'],
  unit_wh: row.unit_wh,
  extended: row.extended,
  restricted: row.restricted,
  count: row.count,
  waiting_wh: row.credited_wh - row.given_wh,
});

/** How a meter takes its tokens. Refuses with `electricity.meter.not_found` and `electricity.keypad.none`. */
export async function getKeypad(ctx: Ctx, reference: string): Promise<Result<Keypad>> {
  const meter = await getMeter(ctx, reference);
  if (!meter.ok) return meter;
  const row = await ctx.db
    .selectFrom('electricity_keypad')
    .selectAll()
    .where(inOrg(ctx))
    .where('meter_id', '=', meter.data.id)
    .executeTakeFirst();
  return row ? ok(asKeypad(row)) : refuse('electricity.keypad.none');
}

/** The entries that were not made into tokens yet, in their order; those from before the keypad are marked as made. */
export async function entriesDue(ctx: Ctx, { meter_id }: KeypadRow) {
  return ctx.db
    .selectFrom('electricity_entry as e')
    .select(['e.id', 'e.wh', 'e.source_id'])
    .where(inOrg(ctx, 'e'))
    .where('e.meter_id', '=', meter_id)
    .where('e.kind', '<>', 'consumption')
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('electricity_token_entry as t')
            .select('t.entry_id')
            .whereRef('t.organization_id', '=', 'e.organization_id')
            .whereRef('t.entry_id', '=', 'e.id'),
        ),
      ),
    )
    .orderBy('e.id')
    .execute();
}

/** Whether a vending service was asked for a token of a meter, and has not answered. */
export async function isAsked(ctx: Ctx, meterId: string): Promise<boolean> {
  const row = await ctx.db
    .selectFrom('electricity_token')
    .select('id')
    .where(inOrg(ctx))
    .where('meter_id', '=', meterId)
    .where('state', '=', 'asked')
    .executeTakeFirst();
  return row !== undefined;
}

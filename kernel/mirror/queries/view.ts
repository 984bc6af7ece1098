import { type Ctx, inOrg, orgOf } from '../../ctx/index.ts';
import { findText } from '../../i18n/index.ts';
import { accountOf, credentialsOf } from '../account.ts';
import type { FaultCode, MirrorView } from '../contract.ts';
import { spreadsheetOf } from '../settings.ts';

/** The state of the organization's mirror. */
export async function viewMirror(ctx: Ctx): Promise<MirrorView> {
  const [account, spreadsheet, credentials, book, counts] = await Promise.all([
    accountOf(ctx),
    spreadsheetOf(ctx),
    credentialsOf(ctx),
    ctx.db.selectFrom('mirror_book').selectAll().where(inOrg(ctx)).executeTakeFirst(),
    ctx.db
      .selectFrom('mirror_row')
      .select(({ fn }) => [
        'event',
        fn.countAll<number>().filterWhere('state', '<>', 'dead').as('waiting'),
        fn.countAll<number>().filterWhere('state', '=', 'dead').as('dead'),
      ])
      .where(inOrg(ctx))
      .where('state', 'in', ['waiting', 'unsure', 'dead'])
      .groupBy('event')
      .execute(),
  ]);
  const byEvent = new Map(counts.map((row) => [row.event, row]));
  const names = [...new Set([...declared(ctx), ...byEvent.keys()])].sort();
  const last = await Promise.all(names.map((event) => lastAppended(ctx, event)));
  const sum = (of: 'waiting' | 'dead') => counts.reduce((total, row) => total + row[of], 0);
  return {
    ready: typeof account !== 'string',
    missing: typeof account === 'string' ? account : null,
    address: spreadsheet && `https://docs.google.com/spreadsheets/d/${spreadsheet}/edit`,
    account: typeof credentials === 'string' ? null : credentials.email,
    waiting: sum('waiting'),
    dead: sum('dead'),
    failing: (book?.failures ?? 0) > 0,
    next_attempt_at: book && book.failures > 0 ? book.next_attempt_at.toISOString() : null,
    last_success_at: book?.last_success_at?.toISOString() ?? null,
    last_error:
      book?.last_fault && book.last_error_at
        ? { fault: book.last_fault as FaultCode, text: book.last_error ?? '', at: book.last_error_at.toISOString() }
        : null,
    events: names.map((event, i) => ({
      event,
      name: nameOf(ctx, event),
      waiting: byEvent.get(event)?.waiting ?? 0,
      dead: byEvent.get(event)?.dead ?? 0,
      last_at: last[i]?.toISOString() ?? null,
    })),
  };
}

/** The events that the organization's modules mirror. */
function declared(ctx: Ctx): string[] {
  const { modules } = orgOf(ctx);
  return [...(ctx.services.mirror?.events.keys() ?? [])].filter((name) => modules.includes(name.split('.')[0] ?? ''));
}

export function nameOf(ctx: Ctx, event: string): string {
  return findText(ctx, `mirror.${event}.name`) ?? event;
}

async function lastAppended(ctx: Ctx, event: string): Promise<Date | null> {
  const row = await ctx.db
    .selectFrom('mirror_row')
    .select('settled_at')
    .where(inOrg(ctx))
    .where('event', '=', event)
    .where('state', '=', 'done')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.settled_at ?? null;
}

import { colourOf, pageBrand } from '../../../kernel/branding/index.ts';
import { type Ctx, inOrg, orgOf } from '../../../kernel/ctx/index.ts';
import { formatAmount } from '../../../kernel/lib/money.ts';
import { ok, type Result } from '../../../kernel/lib/result.ts';
import { getSettings } from '../../../kernel/settings/index.ts';
import { getBill } from '../bills/bills.query.ts';
import { shownLink } from '../bills/open-link.action.ts';
import { exhibitionSettings } from '../settings.ts';
import { DISPLAY, type DisplayView, type ShowInput } from './contract.ts';

/** A sale that nobody went on with is not left on the screen: the next customer stands there by then. */
const FORGET_MS = 10 * 60_000;

/** The screens that a desk may choose from. */
export async function listDisplays(ctx: Ctx) {
  const now = ctx.clock.now();
  const rows = await ctx.db
    .selectFrom('device')
    .select(['id', 'name', 'last_seen_at'])
    .where(inOrg(ctx))
    .where('kind', '=', DISPLAY)
    .where('enrolled_at', 'is not', null)
    .where('revoked_at', 'is', null)
    .where((is) => is.or([is('valid_until', 'is', null), is('valid_until', '>', now)]))
    .orderBy('name')
    .limit(200)
    .execute();
  return ok(rows.map((row) => ({ ...row, last_seen_at: row.last_seen_at?.toISOString() ?? null })));
}

/** What the screen that asks shows; whether a bill is paid is read from the bill, not believed. */
export async function ownView(ctx: Ctx): Promise<Result<DisplayView>> {
  const [row, settings, own] = await Promise.all([
    ctx.db
      .selectFrom('exhibition_display')
      .select(['shown', 'bill_id', 'shown_at'])
      .where(inOrg(ctx))
      .where('device_id', '=', ctx.actor.id as string)
      .executeTakeFirst(),
    getSettings(ctx, exhibitionSettings),
    colourOf(ctx),
  ]);
  const { name: organization, currency } = orgOf(ctx);
  const nothing = { lines: [], total: null, due: null, change: null, reference: null, qr_svg: null };
  const look = { colour: settings.display_colour || own, sound: settings.display_sound };
  const empty: DisplayView = { organization, brand: null, ...look, state: 'idle', currency, ...nothing };
  // Asked every second by every screen: the logo is looked up only where it is seen.
  const idle = async () => ok({ ...empty, brand: await pageBrand(ctx) });
  if (!row || ctx.clock.now().getTime() - row.shown_at.getTime() > FORGET_MS) return idle();
  const shown = row.shown as ShowInput;
  if (shown.state === 'idle') return idle();
  const view: DisplayView = {
    ...empty,
    state: shown.state,
    currency: shown.currency ?? currency,
    lines: shown.lines ?? [],
    total: shown.total ?? null,
    due: shown.due ?? null,
    change: shown.change ?? null,
  };
  if (shown.state !== 'code' || row.bill_id === null) return ok(view);
  const bill = await getBill(ctx, row.bill_id);
  if (!bill.ok) return idle();
  const { due_minor, currency: of, state, amount } = bill.data;
  const facts = { currency: of, total: amount, due: formatAmount(due_minor, of) };
  if (state === 'void') return idle();
  if (due_minor === 0) return ok({ ...view, ...facts, state: 'paid' });
  const link = await shownLink(ctx, row.bill_id, due_minor);
  return ok({ ...view, ...facts, reference: link?.reference ?? null, qr_svg: link?.qr_svg ?? null });
}

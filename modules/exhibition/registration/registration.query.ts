import { pageBrand } from '../../../kernel/branding/index.ts';
import { type Ctx, type Db, inOrg, orgOf } from '../../../kernel/ctx/index.ts';
import { findPage, type PageQuery } from '../../../kernel/db/index.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { hasSms } from '../../../kernel/portal/index.ts';
import { getSettings } from '../../../kernel/settings/index.ts';
import { enterByPublicCode } from '../../../kernel/tenancy/index.ts';
import { exhibitionRows } from '../exhibitions/exhibitions.query.ts';
import type { Answer } from '../form/contract.ts';
import { FORM_CODES, getForm, isOver } from '../form/form.query.ts';
import { findsPlace } from '../form/free-places.rule.ts';
import { exhibitionSettings } from '../settings.ts';
import type { PublicForm, Waiting, WaitingFilter } from './contract.ts';

/** The exhibition of a page's code, with the context of its organization; null when there is none. */
export async function enterByCode(ctx: Ctx, code: string): Promise<{ inside: Ctx; exhibitionId: string } | null> {
  const found = await enterByPublicCode(ctx, FORM_CODES, code);
  return found && { inside: found.inside, exhibitionId: found.id };
}

/** How those who wait are named in a sentence. */
export const waitingNames = (db: Db, organizationId: string, ids: string[]) =>
  db
    .selectFrom('exhibition_waiting')
    .select(['id', 'name'])
    .where('organization_id', '=', organizationId)
    .where((eb) => eb('id', '=', eb.fn.any(eb.val(ids))))
    .execute();

/** The page as anyone may see it, open or closed. */
export async function publicForm(ctx: Ctx, exhibitionId: string): Promise<Result<PublicForm>> {
  const [form, exhibition, settings, sms, brand] = await Promise.all([
    getForm(ctx, exhibitionId),
    exhibitionRows(ctx).where('id', '=', exhibitionId).executeTakeFirst(),
    getSettings(ctx, exhibitionSettings),
    hasSms(ctx),
    pageBrand(ctx),
  ]);
  // Its exhibition is gone, or the form is.
  if (!form.ok || !form.data.url || !exhibition) return refuse('exhibition.form.not_found');
  const { open, intro, fields } = form.data;
  const { name, language } = orgOf(ctx);
  const { place, starts_on, ends_on } = exhibition;
  return ok({
    organization: { name, language },
    brand,
    exhibition: { name: exhibition.name, place, starts_on, ends_on },
    open: open && !isOver(ctx, ends_on),
    full: !findsPlace(form.data),
    intro,
    fields,
    email: settings.email_required || !sms,
    phone: settings.phone_required,
    sms,
  });
}

type WaitingQuery = PageQuery & { filter: WaitingFilter };

/** Who waits, the first to move up first. */
export async function listWaiting(ctx: Ctx, { filter, ...page }: WaitingQuery): Promise<Result<Waiting[]>> {
  let rows = ctx.db
    .selectFrom('exhibition_waiting')
    .select(['id', 'exhibition_id', 'name', 'email', 'phone', 'answers', 'created_at'])
    .where(inOrg(ctx));
  if (filter.exhibition_id) rows = rows.where('exhibition_id', '=', filter.exhibition_id);
  return findPage(rows, { by: 'id', order: 'asc' }, page, (row) => ({
    ...row,
    answers: row.answers as Answer[],
    created_at: row.created_at.toISOString(),
  }));
}

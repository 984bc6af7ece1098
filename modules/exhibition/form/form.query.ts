import { sql } from 'kysely';
import { type Ctx, inOrg, orgOf } from '../../../kernel/ctx/index.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { dayIn } from '../../../kernel/lib/time.ts';
import type { Field, Form } from './contract.ts';
import { freePlaces, type Places } from './free-places.rule.ts';

/** The codes of registration pages in the directory of public codes. */
export const FORM_CODES = { kind: 'exhibition_form', length: 6 };

const formOf = (ctx: Ctx, exhibitionId: string) =>
  ctx.db.selectFrom('exhibition_form').selectAll().where(inOrg(ctx)).where('exhibition_id', '=', exhibitionId);

/** What an exhibition's page asks; empty without a page. */
export async function fieldsOf(ctx: Ctx, exhibitionId: string): Promise<Field[]> {
  const row = await formOf(ctx, exhibitionId).executeTakeFirst();
  return (row?.fields as Field[] | undefined) ?? [];
}

/**
 * The page's row, locked: whoever gives places or takes them does so one after the other. Undefined without a page.
 */
export const lockForm = (tx: Ctx, exhibitionId: string) => formOf(tx, exhibitionId).forUpdate().executeTakeFirst();

/** How many people have a place and how many wait; under `lockForm` where a place depends on it. */
export async function placesOf(ctx: Ctx, exhibitionId: string, capacity: number | null): Promise<Places> {
  const organization = orgOf(ctx).id;
  const { rows } = await sql<{ registered: number; waiting: number }>`select
    (select count(*)::int from exhibition_customer c
      where c.organization_id = ${organization} and c.exhibition_id = ${exhibitionId}) as registered,
    (select count(*)::int from exhibition_waiting w
      where w.organization_id = ${organization} and w.exhibition_id = ${exhibitionId}) as waiting`.execute(ctx.db);
  return { capacity, ...(rows[0] as { registered: number; waiting: number }) };
}

/** The form of an exhibition, as its organizer sees it; an exhibition without one has a closed one. */
export async function getForm(ctx: Ctx, exhibitionId: string): Promise<Result<Form>> {
  const [exhibition, row] = await Promise.all([
    ctx.db.selectFrom('exhibition').select('id').where(inOrg(ctx)).where('id', '=', exhibitionId).executeTakeFirst(),
    formOf(ctx, exhibitionId).executeTakeFirst(),
  ]);
  if (!exhibition) return refuse('exhibition.not_found');
  const places = await placesOf(ctx, exhibitionId, row?.capacity ?? null);
  return ok({
    id: exhibitionId,
    url: row ? new URL(`/join/${row.code}`, ctx.config.PUBLIC_URL).href : null,
    open: row?.open ?? false,
    capacity: places.capacity,
    intro: row?.intro ?? '',
    fields: (row?.fields as Field[] | undefined) ?? [],
    registered: places.registered,
    waiting: places.waiting,
    free: freePlaces(places),
    updated_at: row?.updated_at.toISOString() ?? null,
  });
}

/** Whether the last day of an exhibition is over by the organization's calendar. */
export const isOver = (ctx: Ctx, endsOn: string): boolean => endsOn < dayIn(orgOf(ctx).timeZone, ctx.clock.now());

/** Reads documents, and draws them. */

import { type Static, Type } from 'typebox';
import { type Ctx, inOrg, orgOf } from '../ctx/index.ts';
import { findPage, type PageQuery } from '../db/index.ts';
import { localeIn } from '../i18n/index.ts';
import { escapeLike } from '../lib/like.ts';
import type { Result } from '../lib/result.ts';
import { COLUMNS, type IssuedDocument, SERIES, type Series, toDocument } from './document.ts';
import { paperLogo, slipLogo } from './paper-logo.ts';
import { renderCreditNote, renderInvoice, renderReceipt, renderSlip } from './render.ts';
import type { Slip } from './slip-contract.ts';
import { packingRows, slipRows } from './slip-rows.ts';

/** One document; null when the organization has none of this id. */
export async function getDocument(ctx: Ctx, id: string): Promise<IssuedDocument | null> {
  const row = await ctx.db
    .selectFrom('document')
    .select(COLUMNS)
    .where(inOrg(ctx))
    .where('id', '=', id)
    .executeTakeFirst();
  return row ? toDocument(row) : null;
}

/** A subject's documents, newest first; at most 500. */
export async function listDocuments(ctx: Ctx, subject: IssuedDocument['subject']): Promise<IssuedDocument[]> {
  const rows = await ctx.db
    .selectFrom('document')
    .select(COLUMNS)
    .where(inOrg(ctx))
    .where('subject_id', '=', subject.id)
    .where('subject_type', '=', subject.type)
    .orderBy('id', 'desc')
    .limit(500)
    .execute();
  return rows.map(toDocument);
}

/**
 * The PDF of an issued document, drawn from its stored content, in the language of its issue: the same bytes each time,
 * as long as logo, fonts and layout stay the same. `slip`: on a roll of 80 mm.
 */
export async function renderDocument(ctx: Ctx, document: IssuedDocument, slip = false): Promise<Uint8Array> {
  const snapshot = shownTo(ctx, document);
  const logo = await paperLogo(ctx);
  const locale = localeIn(snapshot.locale ?? orgOf(ctx).language, orgOf(ctx).country);
  if (slip) return renderSlip(document.series, snapshot, locale, logo);
  const render = { receipt: renderReceipt, invoice: renderInvoice, credit_note: renderCreditNote };
  return render[document.series](snapshot, locale, logo);
}

/** What a receipt printer prints of it: the same rows each time, since they come from its stored content, below the logo of today. */
export async function slipOf(ctx: Ctx, document: IssuedDocument, packing: boolean): Promise<Slip> {
  const { series, number } = document;
  const snapshot = shownTo(ctx, document);
  const language = snapshot.locale ?? orgOf(ctx).language;
  const locale = localeIn(language, orgOf(ctx).country);
  if (packing) return { number, language, rows: packingRows(series, snapshot, locale) };
  const logo = await slipLogo(ctx);
  return { number, language, rows: [...(logo ? [logo] : []), ...slipRows(series, snapshot, locale)] };
}

/** A printed code works like a badge: people without the permission get the document without it. */
function shownTo(ctx: Ctx, { snapshot }: IssuedDocument): IssuedDocument['snapshot'] {
  if (ctx.services.authenticator.can(ctx, 'credentials.show')) return snapshot;
  const { qrText: _, ...others } = snapshot;
  return others;
}

export const DocumentFilter = Type.Object(
  {
    series: Type.Optional(Type.Enum([...SERIES])),
    subject_type: Type.Optional(Type.String({ maxLength: 200 })),
    subject_id: Type.Optional(Type.String({ format: 'uuid' })),
  },
  { additionalProperties: false },
);

export type DocumentListRow = {
  id: string;
  series: Series;
  number: string;
  sequence: number;
  issued_at: string;
  subject_type: string;
  subject_id: string;
  party: string;
  currency: string;
  total_minor: number;
  corrects: { id: string; number: string } | null;
};

type ListInput = PageQuery & { filter: Static<typeof DocumentFilter>; search?: string };

/** Documents, newest first; `search` matches the beginning of a number. */
export async function browseDocuments(ctx: Ctx, input: ListInput): Promise<Result<DocumentListRow[]>> {
  const { filter, search } = input;
  let query = ctx.db.selectFrom('document').select(COLUMNS).where(inOrg(ctx));
  if (filter.series) query = query.where('series', '=', filter.series);
  if (filter.subject_type) query = query.where('subject_type', '=', filter.subject_type);
  if (filter.subject_id) query = query.where('subject_id', '=', filter.subject_id);
  if (search) query = query.where('formatted_number', 'like', `${escapeLike(search.trim().toUpperCase())}%`);
  return findPage(query, 'id', input, (row) => toListRow(toDocument(row)));
}

export function toListRow({ snapshot, ...document }: IssuedDocument): DocumentListRow {
  return {
    id: document.id,
    series: document.series,
    number: document.number,
    sequence: document.sequence,
    issued_at: document.issuedAt.toISOString(),
    subject_type: document.subject.type,
    subject_id: document.subject.id,
    party: snapshot.party.name,
    currency: snapshot.currency,
    total_minor: snapshot.totalMinor,
    corrects:
      document.correctsId && snapshot.corrects ? { id: document.correctsId, number: snapshot.corrects.number } : null,
  };
}

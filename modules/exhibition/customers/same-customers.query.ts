import { sql } from 'kysely';
import { type Ctx, orgOf } from '../../../kernel/ctx/index.ts';
import type { Existing } from '../../../kernel/imports/index.ts';
import { readEmail, readPhone } from '../../../kernel/lib/contact.ts';

type Row = { code: string | null; email: string; phone: string };
type Found = { id: string; code: string; name: string; email: string; phone: string };

/**
 * For each row the existing customer: by the ID, else by the e-mail address, else by the telephone number; the newest
 * of several.
 */
export async function sameCustomers(ctx: Ctx, rows: Row[], exhibitionId: string): Promise<(Existing | null)[]> {
  const codes = rows.flatMap(({ code }) => code ?? []);
  const emails = rows.map(({ email }) => email.toLowerCase()).filter((email) => email !== '');
  const phones = rows.map(({ phone }) => phone).filter((phone) => phone !== '');
  const { rows: there } = await sql<Found>`select * from exhibition_same_customers(
    ${exhibitionId}::uuid, ${codes}::text[], ${emails}::text[], ${phones}::text[])`.execute(ctx.db);
  const by = (key: 'code' | 'email' | 'phone') => {
    const map = new Map<string, Found>();
    for (const one of there) if (one[key] !== '' && !map.has(one[key])) map.set(one[key], one);
    return map;
  };
  const [byCode, byEmail, byPhone] = [by('code'), by('email'), by('phone')];
  return rows.map(({ code, email, phone }): Existing | null => {
    const found = (column: string, one: Found | undefined) =>
      one ? { id: one.id, code: one.code, name: one.name, column } : null;
    return (
      found('code', code === null ? undefined : byCode.get(code)) ??
      found('email', byEmail.get(email.toLowerCase())) ??
      found('phone', byPhone.get(phone))
    );
  });
}

/**
 * Customers of an exhibition who have this address or number, the newest first: shown while somebody registers. What
 * can't be one yet finds nobody.
 */
export async function alikeCustomers(
  ctx: Ctx,
  typed: { exhibition_id: string; email?: string; phone?: string },
): Promise<Found[]> {
  const email = readEmail(typed.email ?? '');
  const phone = readPhone(typed.phone ?? '', orgOf(ctx).country);
  const emails = email.ok ? [email.data.toLowerCase()] : [];
  const phones = phone.ok ? [phone.data] : [];
  if (emails.length + phones.length === 0) return [];
  const { rows } = await sql<Found>`select * from exhibition_same_customers(
    ${typed.exhibition_id}::uuid, '{}', ${emails}::text[], ${phones}::text[]) limit 5`.execute(ctx.db);
  return rows;
}

import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/ctx/index.ts';
import type { Existing } from '../../../kernel/imports/index.ts';

type Row = { code: string | null; email: string; phone: string };
type Found = { id: string; code: string; name: string; email: string; phone: string };

/**
 * For each row the existing customer: by the ID, else by the e-mail address, else by the telephone number; the newest
 * of several.
 */
export async function sameCustomers(ctx: Ctx, rows: Row[], exhibitionId: string): Promise<(Existing | null)[]> {
  const codes = rows.flatMap(({ code }) => code ?? []);
  const emails = rows.map(({ email }) => email.toLowerCase());
  const phones = rows.map(({ phone }) => phone);
  const { rows: there } = await sql<Found>`select * from exhibition_same_customers(
    ${exhibitionId}::uuid, ${codes}::text[], ${emails}::text[], ${phones}::text[])`.execute(ctx.db);
  const by = (key: 'code' | 'email' | 'phone') => {
    const map = new Map<string, Found>();
    for (const one of there) if (!map.has(one[key])) map.set(one[key], one);
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

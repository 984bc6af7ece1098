import { type Ctx, inOrg, orgOf } from '../../../kernel/ctx/index.ts';
import { readEmail, readPhone } from '../../../kernel/lib/contact.ts';
import { sameCustomers } from '../customers/same-customers.query.ts';
import { scanned } from '../customers/scanned.query.ts';

/** Who stands at the entrance. `of`: the exhibition where they are registered; null: they wait for a place. */
export type Who = { id: string; name: string; code: string | null; of: string | null; exhibition: string };

/** Whose card, ID, address or number it is; null: nobody's, or the card was ended. */
export async function whoShows(ctx: Ctx, text: string, exhibitionId: string): Promise<Who | null> {
  const shown = await scanned(ctx, text);
  if (shown.ok) return asWho(shown.data);
  const [email, phone] = [readEmail(text), readPhone(text, orgOf(ctx).country)];
  const contact = { email: email.ok ? email.data : '', phone: phone.ok ? phone.data : '' };
  if (contact.email === '' && contact.phone === '') return null;
  const [same] = await sameCustomers(ctx, [{ code: null, ...contact }], exhibitionId);
  const found = same && (await scanned(ctx, same.id));
  return found?.ok ? asWho(found.data) : whoWaits(ctx, exhibitionId, contact);
}

type Found = { id: string; name: string; code: string; exhibition_id: string; exhibition_name: string };
const asWho = ({ id, name, code, exhibition_id, exhibition_name }: Found): Who => ({
  id,
  name,
  code,
  of: exhibition_id,
  exhibition: exhibition_name,
});

async function whoWaits(ctx: Ctx, exhibitionId: string, { email, phone }: { email: string; phone: string }) {
  const row = await ctx.db
    .selectFrom('exhibition_waiting')
    .select(['id', 'name'])
    .where(inOrg(ctx))
    .where('exhibition_id', '=', exhibitionId)
    .where((is) => (email === '' ? is('phone', '=', phone) : is('email', '=', email)))
    .orderBy('id')
    .limit(1)
    .executeTakeFirst();
  return row ? { ...row, code: null, of: null, exhibition: '' } : null;
}

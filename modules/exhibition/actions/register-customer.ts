import { sql } from 'kysely';
import { audit } from '../../../kernel/audit/index.ts';
import { credentialUrl, issueCredential } from '../../../kernel/credentials/index.ts';
import { type Ctx, orgOf } from '../../../kernel/ctx/index.ts';
import { transaction } from '../../../kernel/db/index.ts';
import { newId, shortId } from '../../../kernel/lib/ids.ts';
import { formatAmount } from '../../../kernel/lib/money.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { sendMessage } from '../../../kernel/messages/index.ts';
import type { Customer, CustomerInput } from '../contract.ts';
import { checkCustomer } from '../domain/check-customer.ts';
import { CODE_LENGTH } from '../domain/reference.ts';
import { welcome } from '../messages/welcome.ts';
import { openExhibition } from '../queries/open-exhibition.ts';

export type Registered = Customer & { qr: string };
export const CUSTOMER = 'exhibition.customer';

/**
 * Registers a customer: the row, the credential behind the QR code, the audit entry and the e-mail with both, in one
 * commit. Four inserts leave in one flight. Answers the row and the text of the QR code.
 */
export async function registerCustomer(ctx: Ctx, input: CustomerInput): Promise<Result<Registered>> {
  const checked = checkCustomer(input, orgOf(ctx).country);
  if (!checked.ok) return checked;
  const exhibition_id = input.exhibition_id ? ok(input.exhibition_id) : await openExhibition(ctx);
  if (!exhibition_id.ok) return exhibition_id;
  // A code drawn twice is one in 6.5e11 times the customers there are; three draws are more than anyone needs.
  for (let draw = 0; draw < 3; draw++) {
    try {
      return await transaction(ctx, (tx) => insert(tx, { ...checked.data, exhibition_id: exhibition_id.data }));
    } catch (error) {
      const { constraint } = error as { constraint?: string };
      if (constraint !== 'exhibition_customer_code' || ctx.inTransaction) throw error;
    }
  }
  return refuse('exhibition.customer.code_exhausted');
}

async function insert(
  tx: Ctx,
  customer: { exhibition_id: string; name: string; email: string; phone: string },
): Promise<Result<Registered>> {
  const organization_id = orgOf(tx).id;
  const now = tx.clock.now();
  const id = newId(now.getTime());
  const code = shortId(CODE_LENGTH);
  const { exhibition_id, name, email, phone } = customer;
  const subject = { type: CUSTOMER, id };
  const [exhibition, credential] = await Promise.all([
    sql<{ name: string; currency: string }>`
      with e as (select id, name, currency from exhibition where organization_id = ${organization_id} and id = ${exhibition_id}),
      c as (
        insert into exhibition_customer (organization_id, id, exhibition_id, currency, code, name, email, phone, created_at, updated_at)
        select ${organization_id}, ${id}, id, currency, ${code}, ${name}, ${email}, ${phone}, ${now}, ${now} from e
      )
      select name, currency from e`
      .execute(tx.db)
      .then((result) => result.rows[0]),
    issueCredential(tx, { subjectType: CUSTOMER, subjectId: id }),
    audit(tx, 'exhibition.customer.registered', { subject, after: { code, name, email, phone, exhibition_id } }),
    sendMessage(tx, { to: email, template: welcome, params: { customerId: id }, subject }),
  ]);
  if (!exhibition) return refuse('exhibition.not_found');
  const { currency } = exhibition;
  const at = now.toISOString();
  return ok({
    id,
    code,
    name,
    email,
    phone,
    exhibition_id,
    exhibition_name: exhibition.name,
    currency,
    bill_count: 0,
    total: formatAmount(0, currency),
    total_minor: 0,
    email_state: 'queued',
    qr: credentialUrl(tx.config.PUBLIC_URL, credential.token),
    created_at: at,
    updated_at: at,
  });
}

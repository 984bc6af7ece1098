import { auditWrite } from '../../../kernel/audit/index.ts';
import { credentialUrl, credentialWrite, keyChanged } from '../../../kernel/credentials/index.ts';
import { type Ctx, orgOf } from '../../../kernel/ctx/index.ts';
import { rowWrite, type Write, writeTogether } from '../../../kernel/db/index.ts';
import { newId, shortId } from '../../../kernel/lib/ids.ts';
import { formatAmount } from '../../../kernel/lib/money.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { firstState, messageWrite } from '../../../kernel/messages/index.ts';
import { mirrorWrites } from '../../../kernel/mirror/index.ts';
import { openExhibition } from '../exhibitions/open-exhibition.query.ts';
import { checkCustomer } from './check-customer.rule.ts';
import type { Customer, CustomerInput } from './contract.ts';
import { customerRegistered } from './mirrored.ts';
import { CODE_LENGTH } from './reference.rule.ts';
import { welcome } from './welcome.message.ts';

export type Registered = Customer & { qr: string };
export const CUSTOMER = 'exhibition.customer';

/**
 * Registers a customer: the row, the credential of the QR code, the audit entry and the e-mail with both, in one commit
 * and one round trip. Answers the row and the text of the QR code. `welcome: false` sends no e-mail.
 */
export async function registerCustomer(
  ctx: Ctx,
  input: CustomerInput,
  options: { welcome: boolean } = { welcome: true },
): Promise<Result<Registered>> {
  const checked = checkCustomer(input, orgOf(ctx).country);
  if (!checked.ok) return checked;
  const exhibition_id = input.exhibition_id ? ok(input.exhibition_id) : await openExhibition(ctx);
  if (!exhibition_id.ok) return exhibition_id;
  // A random code is taken with a chance of (number of customers) / 6.5e11; three tries are more than enough.
  for (let draw = 0; draw < 3; draw++) {
    try {
      const registered = await register(ctx, { ...checked.data, exhibition_id: exhibition_id.data }, options.welcome);
      if (registered.ok || !keyChanged(ctx, registered)) return registered;
    } catch (error) {
      if ((error as { constraint?: string }).constraint !== 'exhibition_customer_code') throw error;
    }
  }
  return refuse('exhibition.customer.code_exhausted');
}

type NewCustomer = { exhibition_id: string; name: string; email: string; phone: string };

async function register(ctx: Ctx, customer: NewCustomer, welcomed: boolean): Promise<Result<Registered>> {
  const now = ctx.clock.now();
  const id = newId(now.getTime());
  const code = shortId(CODE_LENGTH);
  const { exhibition_id, name, email, phone } = customer;
  const subject = { type: CUSTOMER, id };
  const [credential, mirrored, state] = await Promise.all([
    credentialWrite(ctx, { subjectType: CUSTOMER, subjectId: id }),
    mirrorWrites(ctx, customerRegistered, { code, name, email, phone }),
    firstState(ctx),
  ]);
  const written = await writeTogether(ctx, [
    insert(ctx, customer, { id, code, now }),
    credential.write,
    auditWrite(ctx, 'exhibition.customer.registered', { subject, after: { code, name, email, phone, exhibition_id } }),
    ...(welcomed
      ? [messageWrite(ctx, { to: email, template: welcome, params: { customerId: id }, subject, state }).write]
      : []),
    ...mirrored,
  ]);
  if (!written.ok) return written;
  const exhibition = written.data[0]?.rows[0] as { name: string; currency: string };
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
    email_state: welcomed ? state : null,
    qr: credentialUrl(ctx.config.PUBLIC_URL, credential.token),
    created_at: at,
    updated_at: at,
  });
}

function insert(ctx: Ctx, customer: NewCustomer, made: { id: string; code: string; now: Date }): Write {
  const { exhibition_id, name, email, phone } = customer;
  const values = [orgOf(ctx).id, exhibition_id, made.id, made.code, name, email, phone, made.now];
  return rowWrite(INSERT, values);
}

const INSERT = `
  with a as materialized (
    select * from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::text[], $7::text[], $8::timestamptz[])
      with ordinality as a (organization_id, exhibition_id, id, code, name, email, phone, at, place)
  ), e as materialized (
    select id, name, currency from exhibition where organization_id = ($1::uuid[])[1] and id = any($2::uuid[])
  ), c as (
    insert into exhibition_customer (organization_id, id, exhibition_id, currency, code, name, email, phone, created_at, updated_at)
    select a.organization_id, a.id, a.exhibition_id, coalesce(e.currency, app_refuse('exhibition.not_found')), a.code,
      a.name, a.email, a.phone, a.at, a.at
    from a left join e on e.id = a.exhibition_id
  )
  select e.name, e.currency from a left join e on e.id = a.exhibition_id order by a.place`;

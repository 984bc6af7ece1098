import { auditWrite } from '../../../kernel/audit/index.ts';
import { credentialUrl, credentialWrite } from '../../../kernel/credentials/index.ts';
import { type Ctx, orgOf } from '../../../kernel/ctx/index.ts';
import { endingWith, transaction } from '../../../kernel/db/index.ts';
import { newId, shortId } from '../../../kernel/lib/ids.ts';
import { type Result, refuse } from '../../../kernel/lib/result.ts';
import { firstState, messageWrite } from '../../../kernel/messages/index.ts';
import { mirrorWrites } from '../../../kernel/mirror/index.ts';
import { getSettings } from '../../../kernel/settings/index.ts';
import { exhibitionFor } from '../exhibitions/open-exhibition.query.ts';
import { exhibitionSettings } from '../settings.ts';
import { checkCustomer } from './check-customer.rule.ts';
import type { Customer, CustomerInput } from './contract.ts';
import { asCustomer } from './customers.query.ts';
import { customerRegistered } from './mirrored.ts';
import { CODE_LENGTH } from './reference.rule.ts';
import { welcome } from './welcome.message.ts';

export type Registered = Customer & { qr: string };
export const CUSTOMER = 'exhibition.customer';

/**
 * Registers a customer: the row, the credential of the QR code, the audit entry and the e-mail with both, in one commit.
 * Without an exhibition's id it is the one that is open today. Answers the row and the text of the QR code.
 * Without an address, and with `welcome: false`, no e-mail is sent.
 */
export async function registerCustomer(
  ctx: Ctx,
  input: CustomerInput,
  options: { welcome: boolean } = { welcome: true },
): Promise<Result<Registered>> {
  const { exhibition_id, name, email = '', phone = '', tax_number = '', address = '', keep_phone = false } = input;
  const settings = await getSettings(ctx, exhibitionSettings);
  const checked = checkCustomer({ name, email, phone, tax_number, address, keep_phone }, orgOf(ctx).country, settings);
  if (!checked.ok) return checked;
  // A random code is taken with a chance of (number of customers) / 6.5e11; three tries are more than enough.
  for (let draw = 0; draw < 3; draw++) {
    try {
      return await register(ctx, checked.data, exhibition_id, options.welcome && checked.data.email !== '');
    } catch (error) {
      if ((error as { constraint?: string }).constraint !== 'exhibition_customer_code') throw error;
    }
  }
  return refuse('exhibition.customer.code_exhausted');
}

type NewCustomer = { name: string; email: string; phone: string; tax_number: string; address: string };

function register(
  ctx: Ctx,
  contact: NewCustomer,
  wanted: string | undefined,
  welcomed: boolean,
): Promise<Result<Registered>> {
  return transaction(ctx, async (tx) => {
    const now = tx.clock.now();
    const id = newId(now.getTime());
    const { name, email, phone, tax_number } = contact;
    const code = shortId(CODE_LENGTH);
    const subject = { type: CUSTOMER, id };
    const [exhibition, credential, mirrored, state] = await Promise.all([
      exhibitionFor(tx, wanted),
      credentialWrite(tx, { subjectType: CUSTOMER, subjectId: id }),
      mirrorWrites(tx, customerRegistered, { code, name, email, phone }),
      firstState(tx),
    ]);
    if (!exhibition.ok) return exhibition;
    const { id: exhibition_id, name: exhibition_name, currency } = exhibition.data;
    const row = { id, exhibition_id, currency, code, ...contact, created_at: now, updated_at: now };
    const { id: organization_id } = orgOf(tx);
    const message = { to: email, template: welcome, params: { customerId: id }, subject, state };
    const customer = {
      ...row,
      exhibition_name,
      bill_count: 0,
      total_minor: 0,
      paid_minor: 0,
      email_state: welcomed ? state : null,
    };
    const answer = { ...asCustomer(customer), qr: credentialUrl(tx.config.PUBLIC_URL, credential.token) };
    return endingWith(answer, [
      tx.db
        .insertInto('exhibition_customer')
        .values({ organization_id, ...row })
        .compile(),
      credential.write,
      auditWrite(tx, 'exhibition.customer.registered', {
        subject,
        after: { code, name, email, phone, tax_number, exhibition_id },
      }),
      ...(welcomed ? [messageWrite(tx, message).write] : []),
      ...mirrored,
    ]);
  });
}

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
import { answersText } from '../form/answers.rule.ts';
import type { Answer } from '../form/contract.ts';
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
  options: Registering = { welcome: true },
): Promise<Result<Registered>> {
  const { exhibition_id, name, email = '', phone = '', tax_number = '', address = '', keep_phone = false } = input;
  const settings = await getSettings(ctx, exhibitionSettings);
  const checked = checkCustomer({ name, email, phone, tax_number, address, keep_phone }, orgOf(ctx).country, settings);
  if (!checked.ok) return checked;
  return registerChecked(ctx, checked.data, exhibition_id, options);
}

export type Registering = {
  /** whether the ID card is sent */
  welcome: boolean;
  answers?: Answer[];
  /** of the mail; the organization's by default */
  language?: string;
  /** to a customer without an e-mail address the card goes by SMS */
  bySms?: boolean;
};

type NewCustomer = { name: string; email: string; phone: string; tax_number: string; address: string };

/** The same for what is in stored form already, whatever the settings make compulsory by now. */
export async function registerChecked(
  ctx: Ctx,
  given: Omit<NewCustomer, 'tax_number' | 'address'> & Partial<NewCustomer>,
  exhibitionId: string | undefined,
  options: Registering,
): Promise<Result<Registered>> {
  const contact = { tax_number: '', address: '', ...given };
  // A random code is taken with a chance of (number of customers) / 6.5e11; three tries are more than enough.
  for (let draw = 0; draw < 3; draw++) {
    try {
      return await register(ctx, contact, exhibitionId, options);
    } catch (error) {
      if ((error as { constraint?: string }).constraint !== 'exhibition_customer_code') throw error;
    }
  }
  return refuse('exhibition.customer.code_exhausted');
}

function register(
  ctx: Ctx,
  contact: NewCustomer,
  wanted: string | undefined,
  { welcome: wished, answers = [], language, bySms = false }: Registering,
): Promise<Result<Registered>> {
  const { name, email, phone, tax_number } = contact;
  const channel = email === '' && bySms ? 'sms' : 'email';
  const welcomed = wished && (channel === 'sms' ? phone : email) !== '';
  return transaction(ctx, async (tx) => {
    const now = tx.clock.now();
    const id = newId(now.getTime());
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
    const row = { id, exhibition_id, currency, code, ...contact, answers, created_at: now, updated_at: now };
    const { id: organization_id } = orgOf(tx);
    const message = {
      channel,
      to: channel === 'sms' ? phone : email,
      template: welcome,
      params: { customerId: id },
      subject,
      state: channel === 'sms' ? ('queued' as const) : state,
      ...(language !== undefined && { language }),
    };
    const customer = {
      ...row,
      exhibition_name,
      bill_count: 0,
      total_minor: 0,
      paid_minor: 0,
      email_state: welcomed ? message.state : null,
    };
    const answer = { ...asCustomer(customer), qr: credentialUrl(tx.config.PUBLIC_URL, credential.token) };
    return endingWith(answer, [
      tx.db
        .insertInto('exhibition_customer')
        .values({ organization_id, ...row, answers: JSON.stringify(answers) })
        .compile(),
      credential.write,
      auditWrite(tx, 'exhibition.customer.registered', {
        subject,
        after: {
          code,
          name,
          email,
          phone,
          tax_number,
          exhibition_id,
          ...(answers.length > 0 && { answers: answersText(answers) }),
        },
      }),
      ...(welcomed ? [messageWrite(tx, message).write] : []),
      ...mirrored,
    ]);
  });
}

import { extractToken, verifyCredential } from '../../../kernel/credentials/index.ts';
import type { Ctx } from '../../../kernel/ctx/index.ts';
import { type Result, refuse } from '../../../kernel/lib/result.ts';
import type { Customer } from './contract.ts';
import { getCustomer } from './customers.query.ts';
import { readReference } from './reference.rule.ts';

/** The customer of a scanned or typed text: an 8-character ID, a uuid, or the text of a QR code. */
export async function scanned(ctx: Ctx, text: string): Promise<Result<Customer>> {
  const typed = text.trim();
  if (readReference(typed)) return getCustomer(ctx, typed);
  const token = extractToken(typed);
  if (!token) return refuse('exhibition.customer.not_found');
  const shown = await verifyCredential(ctx, token);
  if (!shown.ok) return shown;
  return shown.data.subjectType === 'exhibition.customer'
    ? getCustomer(ctx, shown.data.subjectId)
    : refuse('exhibition.customer.not_found');
}

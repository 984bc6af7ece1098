import { credentialUrl, tokenOf } from '../../../kernel/credentials/index.ts';
import { type Ctx, orgOf } from '../../../kernel/ctx/index.ts';
import { transaction } from '../../../kernel/db/index.ts';
import { issueDocument, type Snapshot } from '../../../kernel/documents/index.ts';
import { formatAmount } from '../../../kernel/lib/money.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { billRows } from '../bills/bills.query.ts';
import { containedTax } from '../bills/tax.rule.ts';
import { getCustomer } from '../customers/customers.query.ts';
import { CUSTOMER } from '../customers/register-customer.action.ts';
import { exhibitionRows } from '../exhibitions/exhibitions.query.ts';
import { percent } from '../present.ts';
import type { DocumentAnswer } from './contract.ts';

/**
 * Issues a receipt or an invoice for the customer's standing bills, under the next number of the organization's series.
 * Without a change since the last one, that one is answered again. The number is drawn last, so that its lock is held
 * for one statement only.
 */
export async function issueFor(
  ctx: Ctx,
  reference: string,
  series: 'receipt' | 'invoice',
): Promise<Result<DocumentAnswer>> {
  return transaction(ctx, async (tx) => {
    const found = await getCustomer(tx, reference);
    if (!found.ok) return found;
    // A bill voided at the same moment is either missing from the document, or its void finds the document and makes a
    // credit note.
    await tx.db
      .selectFrom('exhibition_customer')
      .select('id')
      .where('organization_id', '=', orgOf(tx).id)
      .where('id', '=', found.data.id)
      .forShare()
      .execute();
    const customer = found.data;
    const organization = orgOf(tx);
    const [exhibition, bills, token] = await Promise.all([
      exhibitionRows(tx).where('id', '=', customer.exhibition_id).executeTakeFirstOrThrow(),
      billRows(tx).where('b.customer_id', '=', customer.id).where('b.voided_at', 'is', null).orderBy('b.id').execute(),
      tokenOf(tx, { subjectType: CUSTOMER, subjectId: customer.id }),
    ]);
    if (bills.length === 0) return refuse('exhibition.document.nothing_to_bill');
    const totalMinor = bills.reduce((sum, bill) => sum + bill.amount_minor, 0);
    const snapshot: Snapshot = {
      organization: { name: organization.name, lines: [exhibition.name, exhibition.place].filter((l) => l !== null) },
      party: { name: customer.name, lines: [customer.code, customer.phone, customer.email] },
      currency: customer.currency,
      timeZone: organization.timeZone,
      locale: `${organization.language}-${organization.country}`,
      lines: bills.map((b) => ({
        description: b.description || '—',
        amountMinor: b.amount_minor,
        at: b.created_at.toISOString(),
      })),
      ...(exhibition.tax_label !== null &&
        exhibition.tax_basis_points !== null && {
          tax: {
            label: exhibition.tax_label,
            percent: percent(exhibition.tax_basis_points),
            amountMinor: containedTax(totalMinor, exhibition.tax_basis_points),
          },
        }),
      totalMinor,
      ...(token && { qrText: credentialUrl(tx.config.PUBLIC_URL, token) }),
    };
    const subject = { type: CUSTOMER, id: customer.id };
    const document = await issueDocument(tx, {
      series,
      subject,
      snapshot,
      prefix: `${exhibition.prefix}-`,
      reuse: true,
    });
    const total = formatAmount(totalMinor, customer.currency);
    return ok({
      id: document.id,
      number: document.number,
      series,
      issued_at: document.issuedAt.toISOString(),
      total,
      currency: customer.currency,
    });
  });
}

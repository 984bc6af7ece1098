import { credentialUrl, tokenOf } from '../../../kernel/credentials/index.ts';
import { type Ctx, inOrg, orgOf } from '../../../kernel/ctx/index.ts';
import { transaction } from '../../../kernel/db/index.ts';
import {
  type IssueInput,
  issueDocument,
  issuer,
  listDocuments,
  type Snapshot,
} from '../../../kernel/documents/index.ts';
import { formatMoney, inLanguage, t } from '../../../kernel/i18n/index.ts';
import { formatAmount } from '../../../kernel/lib/money.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { billLines } from '../bills/bill-lines.query.ts';
import { moneyByMethod } from '../bills/bill-payments.query.ts';
import { taxesOfBill } from '../bills/bill-taxes.query.ts';
import { type BillRow, billRows } from '../bills/bills.query.ts';
import { gstPlace, localeOf, namedTaxes, paperLines } from '../bills/paper.query.ts';
import { dueOf } from '../bills/pay.rule.ts';
import { taxesIn } from '../bills/return.rule.ts';
import { addTaxes, taxesBetween } from '../bills/tax.rule.ts';
import { getCustomer } from '../customers/customers.query.ts';
import { CUSTOMER } from '../customers/register-customer.action.ts';
import { exhibitionRows } from '../exhibitions/exhibitions.query.ts';
import { stateName } from '../gst.rule.ts';
import { BILL } from '../names.ts';
import type { DocumentAnswer } from './contract.ts';
import { tookMoney } from './own-receipt.query.ts';

type Kind = 'receipt' | 'invoice';

/**
 * Issues a document for a customer, under the next number of the organization's series: a receipt over the money that
 * was received for standing bills and how it came, or an invoice over what is owed. Without a change since the last one,
 * that one is answered again. The number is drawn last, so that its lock is held for one statement only.
 */
export async function issueFor(ctx: Ctx, reference: string, kind: Kind): Promise<Result<DocumentAnswer>> {
  return transaction(ctx, async (tx) => {
    const found = await getCustomer(tx, reference);
    if (!found.ok) return found;
    // A bill that is voided or refunded at the same moment is either missing from the document, or finds the document and
    // makes a credit note.
    await tx.db
      .selectFrom('exhibition_customer')
      .select('id')
      .where(inOrg(tx))
      .where('id', '=', found.data.id)
      .forShare()
      .execute();
    const { id, name, code, phone, email, exhibition_id, ...customer } = found.data;
    const [bills, token] = await Promise.all([
      billRows(tx)
        .select('b.taxes')
        .where('b.customer_id', '=', id)
        .where('b.voided_at', 'is', null)
        .orderBy('b.id')
        .execute(),
      tokenOf(tx, { subjectType: CUSTOMER, subjectId: id }),
    ]);
    return issue(tx, kind, bills, {
      subject: { type: CUSTOMER, id },
      exhibition_id,
      party: partyOf(name, [code, phone, email], customer),
      ...(token && { qrText: credentialUrl(tx.config.PUBLIC_URL, token) }),
    });
  });
}

/** The same for one bill, also of somebody who isn't registered; `numbered`: as it was printed without a network. */
export async function issueForBill(
  ctx: Ctx,
  id: string,
  kind: Kind,
  numbered?: IssueInput['numbered'],
): Promise<Result<DocumentAnswer>> {
  return transaction(ctx, async (tx) => {
    await tx.db.selectFrom('exhibition_bill').select('id').where(inOrg(tx)).where('id', '=', id).forShare().execute();
    const bill = await billRows(tx)
      .select(['b.taxes', 'c.tax_number', 'c.address'])
      .where('b.id', '=', id)
      .executeTakeFirst();
    if (!bill) return refuse('exhibition.bill.not_found');
    const walkIn = t(orgOf(tx).language, 'documents.exhibition.walk_in');
    return issue(tx, kind, bill.voided_at ? [] : [bill], {
      subject: { type: BILL, id },
      exhibition_id: bill.exhibition_id,
      party: partyOf(bill.customer_name ?? walkIn, [bill.customer_code], bill),
      numbered,
    });
  });
}

/**
 * The receipt of a bill for whoever took money for it, also without the permission to issue documents: who takes money gives
 * a receipt. Refusals: those of `issueForBill` and `tookMoney`.
 */
export async function issueOwnReceipt(ctx: Ctx, id: string): Promise<Result<DocumentAnswer>> {
  const mine = await tookMoney(ctx, id);
  return mine.ok ? issueForBill(ctx, id, 'receipt') : mine;
}

type Business = { tax_number: string | null; address: string | null };

/** Who a paper is for; a business needs its address and tax number on it (in India CGST Rules, rule 46(e)). */
const partyOf = (name: string, known: (string | null)[], { tax_number, address }: Business): Snapshot['party'] => ({
  name,
  lines: [...known, ...(address ?? '').split('\n'), tax_number].filter((line): line is string => Boolean(line)),
});

type For = { subject: { type: string; id: string }; exhibition_id: string; numbered?: IssueInput['numbered'] } & Pick<
  Snapshot,
  'party' | 'qrText'
>;

async function issue(
  tx: Ctx,
  kind: Kind,
  bills: (BillRow & { taxes: unknown })[],
  { subject, exhibition_id, party, qrText, numbered }: For,
): Promise<Result<DocumentAnswer>> {
  if (bills.length === 0) return refuse('exhibition.document.nothing_to_bill');
  const amountOf = (bill: BillRow) => (kind === 'receipt' ? bill.paid_minor - bill.refunded_minor : dueOf(bill));
  const listed = bills.filter((bill) => amountOf(bill) > 0);
  if (listed.length === 0) return refuse(`exhibition.document.${kind === 'receipt' ? 'nothing_paid' : 'nothing_owed'}`);
  const organization = orgOf(tx);
  const exhibition = await exhibitionRows(tx).where('id', '=', exhibition_id).executeTakeFirstOrThrow();
  const { currency } = exhibition;
  const totalMinor = listed.reduce((sum, bill) => sum + amountOf(bill), 0);
  const rows = await billLines(
    tx,
    listed.map(({ id }) => id),
  );
  const linesOf = (bill: BillRow) => rows.filter(({ bill_id }) => bill_id === bill.id);
  const own = await issuer(
    tx,
    [exhibition.name, exhibition.place].filter((l) => l !== null),
  );
  const taxes = addTaxes(
    listed.flatMap((bill) => {
      const charged = taxesOfBill({ ...bill, tax_basis_points: exhibition.tax_basis_points });
      // Of the money that is in it, or of what is due.
      return kind === 'receipt'
        ? taxesIn(bill, charged, linesOf(bill))
        : taxesBetween(charged, bill.amount_minor, { from: bill.paid_minor, to: bill.amount_minor });
    }),
  );
  const gst = gstPlace(tx, exhibition, own.lines);
  const named = namedTaxes(tx, exhibition, own.lines, taxes);
  const [only] = listed;
  const whole = listed.length === 1 && only !== undefined && amountOf(only) === only.amount_minor;
  // A sale has one tax invoice: the invoice that was issued before it was paid, or else its receipt.
  const states = gst && (kind === 'invoice' || (whole && subject.type === BILL && !(await isInvoiced(tx, only.id))));
  const word = (key: string) => t(inLanguage(tx, organization.language), `documents.exhibition.${key}`);
  const facts = [
    ...(gst ? [{ label: word('supply_place'), value: stateName(gst.supply) }] : []),
    ...(kind === 'receipt' ? await paidBy(tx, listed, currency) : []),
  ];
  const snapshot: Snapshot = {
    ...(states && { title: word(named.length > 0 ? 'tax_invoice' : 'bill_of_supply') }),
    organization: own,
    party,
    currency,
    timeZone: organization.timeZone,
    locale: localeOf(tx),
    lines: listed.flatMap((bill) => paperLines(tx, bill, linesOf(bill), amountOf(bill))),
    ...(facts.length > 0 && { facts }),
    ...(named.length > 0 && { taxes: named }),
    totalMinor,
    ...(qrText && { qrText }),
  };
  const document = await issueDocument(tx, {
    series: kind,
    subject,
    snapshot,
    prefix: `${exhibition.prefix}-`,
    reuse: true,
    numbered,
  });
  return ok({
    id: document.id,
    number: document.number,
    series: kind,
    issued_at: document.issuedAt.toISOString(),
    total: formatAmount(totalMinor, currency),
    currency,
  });
}

const isInvoiced = async (tx: Ctx, billId: string): Promise<boolean> =>
  (await listDocuments(tx, { type: BILL, id: billId })).some(({ series }) => series === 'invoice');

/** How the money of these bills came, and what of it is here. */
async function paidBy(tx: Ctx, bills: BillRow[], currency: string) {
  const { language } = orgOf(tx);
  const sums = await moneyByMethod(
    tx,
    bills.map(({ id }) => id),
  );
  return sums.map(({ method, minor }) => ({
    label: t(language, `documents.exhibition.methods.${method}`),
    value: formatMoney(minor, currency, { locale: localeOf(tx) }),
  }));
}

/** What a receipt, an invoice, a credit note or a packing slip says on a roll, row by row, whatever prints it. */
import { formatDate, formatDateTime, t } from '../i18n/index.ts';
import { type Kind, money, PARTY, plainAmount, roundingOf, soldOf } from './bill-words.ts';
import type { PlainRow } from './slip-contract.ts';
import type { IssuedSnapshot } from './snapshot.ts';

const small = (text: string): PlainRow => ({ kind: 'text', text });
const pair = (left: string, right: string): PlainRow => ({ kind: 'pair', left, right });
const RULE: PlainRow = { kind: 'rule' };

export function slipRows(kind: Kind, snapshot: IssuedSnapshot, locale: string): PlainRow[] {
  const { facts = [], footer, qrText, currency } = snapshot;
  const amount = (minor: number) => plainAmount(minor, currency, locale);
  const rows = [...head(kind, snapshot, locale), RULE];
  const sold = soldOf(snapshot);
  for (const [at, line] of sold.entries()) {
    const { description, quantity, unitPriceMinor, discountMinor, hsn, ref, amountMinor } = line;
    if (ref !== undefined && ref !== sold[at - 1]?.ref) rows.push({ kind: 'text', text: ref, soft: true });
    if (quantity === undefined || unitPriceMinor === undefined) {
      rows.push(pair(description, amount(amountMinor)));
      continue;
    }
    rows.push(small([description, hsn && `HSN ${hsn}`].filter(Boolean).join(' · ')));
    rows.push(pair(`  ${quantity} × ${amount(unitPriceMinor)}`, amount(amountMinor + (discountMinor ?? 0))));
    if (discountMinor) rows.push(pair(`  ${t(locale, 'documents.discount')}`, amount(-discountMinor)));
  }
  rows.push(RULE);
  const rounding = roundingOf(snapshot);
  if (rounding !== 0) {
    rows.push(pair(t(locale, 'documents.subtotal'), amount(snapshot.totalMinor - rounding)));
    rows.push(pair(t(locale, 'documents.rounding'), amount(rounding)));
  }
  const total = money(snapshot.totalMinor, currency, locale);
  rows.push({ kind: 'pair', left: t(locale, 'documents.total'), right: total, bold: true, big: true });
  const { tax, taxes = tax ? [{ ...tax, netMinor: snapshot.totalMinor - tax.amountMinor }] : [] } = snapshot;
  for (const { label, percent, netMinor, amountMinor } of taxes) {
    const named = t(locale, 'documents.tax', { label, percent });
    const within = t(locale, 'documents.tax_within', { tax: named, net: amount(netMinor) });
    rows.push({ kind: 'pair', left: within, right: amount(amountMinor), soft: true });
  }
  if (facts.length > 0) rows.push(RULE);
  for (const { label, value, strong } of facts)
    rows.push({ kind: 'pair', left: label, right: value, ...(strong && { bold: true }) });
  // A printer has no line feed within a row.
  if (footer) rows.push(RULE, ...footer.split('\n').map((text): PlainRow => ({ kind: 'text', text, soft: true })));
  if (qrText) rows.push({ kind: 'code', text: qrText });
  return rows;
}

/** What is to be packed or cooked: quantities in large type, no money. */
export function packingRows(kind: Kind, snapshot: IssuedSnapshot, locale: string): PlainRow[] {
  const { organization, party, number } = snapshot;
  const issuedAt = formatDateTime(new Date(snapshot.issuedAt), { locale, timeZone: snapshot.timeZone ?? 'UTC' });
  return [
    { kind: 'text', text: t(locale, 'documents.packing_slip'), center: true, bold: true, big: true },
    small(organization.name),
    pair(t(locale, 'documents.number'), number),
    pair(t(locale, 'documents.date'), issuedAt),
    pair(t(locale, PARTY[kind]), party.name),
    RULE,
    ...soldOf(snapshot).map(({ description, quantity }): PlainRow => {
      const text = quantity === undefined ? description : `${quantity} × ${description}`;
      return { kind: 'text', text, bold: true, big: true };
    }),
    RULE,
  ];
}

function head(kind: Kind, snapshot: IssuedSnapshot, locale: string): PlainRow[] {
  const { organization, party, number, corrects, timeZone = 'UTC' } = snapshot;
  const rows: PlainRow[] = [
    { kind: 'text', text: organization.name, center: true, bold: true, big: true },
    ...organization.lines.map((text): PlainRow => ({ kind: 'text', text, center: true })),
    { kind: 'text', text: snapshot.title ?? t(locale, `documents.${kind}.title`), center: true, bold: true, big: true },
    pair(t(locale, 'documents.number'), number),
    pair(t(locale, 'documents.date'), formatDateTime(new Date(snapshot.issuedAt), { locale, timeZone })),
    pair(t(locale, PARTY[kind]), party.name),
    ...party.lines.map((line) => pair('', line)),
  ];
  if (corrects) {
    const named = {
      document: t(locale, `documents.${corrects.series}.title`),
      number: corrects.number,
      date: formatDate(new Date(corrects.issuedAt), { locale, timeZone }),
    };
    rows.push(small(t(locale, 'documents.credit_note.corrects', named)));
  }
  return rows;
}

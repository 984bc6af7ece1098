/** Receipts, invoices and credit notes on a roll of 80 mm, as long as they need. */
import { formatDate, formatDateTime, t } from '../i18n/index.ts';
import { type Kind, money, PARTY, plainAmount, roundingOf, soldOf } from './bill-words.ts';
import { INK, mm, type Node, qrNode, toPdf } from './pdf.ts';
import type { IssuedSnapshot } from './snapshot.ts';
import { text } from './text.ts';

const SIDE = mm(4);
const SMALL = { fontSize: 8 };
const SOFT = { ...SMALL, color: INK.soft };
/** Characters of a line of the small type, and its height in points. */
const ACROSS = 44;
const HEIGHT = 11;
const CODE = mm(30);

export function drawSlip(kind: Kind, snapshot: IssuedSnapshot, locale = snapshot.locale ?? 'en'): Promise<Uint8Array> {
  const { organization, party, number, facts = [], footer, qrText, corrects, timeZone = 'UTC', currency } = snapshot;
  const title = snapshot.title ?? t(locale, `documents.${kind}.title`);
  const issuedAt = new Date(snapshot.issuedAt);
  const words: Node[] = [];
  let height = mm(18);
  const add = (content: string, style: Node = SMALL) => {
    words.push(text(content, style));
    height += HEIGHT * Math.ceil(content.length / ACROSS) * (Number(style.fontSize ?? 8) / 8);
  };
  const pair = (label: string, value: string, style: Node = SMALL) => {
    words.push({
      columns: [
        { width: '*', ...text(label, style) },
        { width: 'auto', ...text(value, { ...style, alignment: 'right', noWrap: true }) },
      ],
      columnGap: 6,
    });
    height += HEIGHT * Math.ceil((label.length + value.length + 4) / ACROSS) * (Number(style.fontSize ?? 8) / 8);
  };
  const rule = () => {
    const line = { type: 'line', x1: 0, y1: 3, x2: mm(80) - 2 * SIDE, y2: 3, lineWidth: 0.6, dash: { length: 2 } };
    words.push({ canvas: [line], margin: [0, 0, 0, 4] });
    height += 12;
  };
  add(organization.name, { bold: true, fontSize: 12, alignment: 'center' });
  for (const line of organization.lines) add(line, { ...SMALL, alignment: 'center' });
  add(title, { bold: true, fontSize: 11, alignment: 'center', margin: [0, 4, 0, 2] });
  height += 6;
  pair(t(locale, 'documents.number'), number);
  pair(t(locale, 'documents.date'), formatDateTime(issuedAt, { locale, timeZone }));
  pair(t(locale, PARTY[kind]), party.name);
  for (const line of party.lines) pair('', line);
  if (corrects) {
    const named = {
      document: t(locale, `documents.${corrects.series}.title`),
      number: corrects.number,
      date: formatDate(new Date(corrects.issuedAt), { locale, timeZone }),
    };
    add(t(locale, 'documents.credit_note.corrects', named));
  }
  rule();
  const amount = (minor: number) => plainAmount(minor, currency, locale);
  const sold = soldOf(snapshot);
  for (const [at, { description, quantity, unitPriceMinor, discountMinor, hsn, ref, amountMinor }] of sold.entries()) {
    if (ref !== undefined && ref !== sold[at - 1]?.ref) add(ref, SOFT);
    if (quantity === undefined || unitPriceMinor === undefined) {
      pair(description, amount(amountMinor));
      continue;
    }
    add([description, hsn && `HSN ${hsn}`].filter(Boolean).join(' · '));
    pair(`  ${quantity} × ${amount(unitPriceMinor)}`, amount(amountMinor + (discountMinor ?? 0)));
    if (discountMinor) pair(`  ${t(locale, 'documents.discount')}`, amount(-discountMinor));
  }
  rule();
  const rounding = roundingOf(snapshot);
  if (rounding !== 0) {
    pair(t(locale, 'documents.subtotal'), amount(snapshot.totalMinor - rounding));
    pair(t(locale, 'documents.rounding'), amount(rounding));
  }
  pair(t(locale, 'documents.total'), money(snapshot.totalMinor, currency, locale), { bold: true, fontSize: 12 });
  const { tax, taxes = tax ? [{ ...tax, netMinor: snapshot.totalMinor - tax.amountMinor }] : [] } = snapshot;
  for (const { label, percent, netMinor, amountMinor } of taxes) {
    const named = t(locale, 'documents.tax', { label, percent });
    pair(t(locale, 'documents.tax_within', { tax: named, net: amount(netMinor) }), amount(amountMinor), SOFT);
  }
  if (facts.length > 0) rule();
  for (const { label, value, strong = false } of facts) pair(label, value, { ...SMALL, bold: strong });
  if (footer) {
    rule();
    add(footer, SOFT);
  }
  if (qrText) {
    words.push({ ...qrNode(qrText, CODE), alignment: 'center', margin: [0, 6, 0, 0] });
    height += CODE + 10;
  }
  return toPdf({
    title: `${title} ${number}`,
    language: locale,
    createdAt: issuedAt,
    pageSize: { width: mm(80), height },
    pageMargins: [SIDE, SIDE, SIDE, SIDE],
    content: words,
  });
}

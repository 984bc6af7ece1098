import { formatAmount } from '../../../kernel/lib/money.ts';
import { moneyFormat } from '../../../kernel/lib/money-format.ts';
import { formatQuantity } from '../bills/lines.rule.ts';
import { type RateTax, taxesOf } from '../bills/tax.rule.ts';
import { gstOf } from '../gst.rule.ts';

/** What a receipt says beside the sale: what the server gave the desk before the network went. */
export type Paper = {
  name: string;
  lines: string[];
  locale: string;
  timeZone: string;
  taxLabel: string;
  taxBasisPoints: number | null;
  gst: { seller: string; supply: string } | null;
  supplyPlace: string | null;
  /** absent in what a desk kept before there was one */
  logo?: Logo | null;
  words: Record<string, string>;
};

export type SoldLine = {
  name: string;
  unit: 'piece' | 'kg';
  quantityMilli: number;
  unitPriceMinor: number;
  discountMinor: number;
  amountMinor: number;
  taxBasisPoints: number | null;
  hsn: string | null;
};

export type Sale = {
  number: string;
  at: Date;
  party: string | null;
  currency: string;
  /** of a free amount */
  description: string;
  lines: SoldLine[];
  roundingMinor: number;
  totalMinor: number;
};

type Logo = { kind: 'logo'; url: string; width: number; height: number };

type Row =
  | Logo
  | { kind: 'text'; text: string; center?: true; bold?: true; big?: true; soft?: true }
  | { kind: 'pair'; left: string; right: string; bold?: true; big?: true; soft?: true }
  | { kind: 'rule' };

/** The receipt of a sale without a network, row by row, as the server's document of the same number will say it. */
export function receiptRows(paper: Paper, sale: Sale): Row[] {
  const { locale, timeZone, words } = paper;
  const word = (key: string) => words[key] ?? '';
  const { currency } = sale;
  const plain = (minor: number) => {
    const text = formatAmount(minor, currency);
    const digits = text.split('.')[1]?.length ?? 0;
    return new Intl.NumberFormat(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(
      Number(text),
    );
  };
  const money = (minor: number) => moneyFormat(locale, currency).format(Number(formatAmount(minor, currency)));
  const taxes = namedTaxes(paper, sale);
  const title = word(!paper.gst ? 'receipt' : taxes.length > 0 ? 'tax_invoice' : 'bill_of_supply');
  const pair = (left: string, right: string): Row => ({ kind: 'pair', left, right });
  const rule: Row = { kind: 'rule' };
  const soft = (text: string): Row => ({ kind: 'text', text, soft: true });
  const sold = sale.lines.flatMap((line): Row[] => {
    const quantity = formatQuantity(line.quantityMilli) + (line.unit === 'kg' ? ' kg' : '');
    return [
      { kind: 'text', text: [line.name || '—', line.hsn && `HSN ${line.hsn}`].filter(Boolean).join(' · ') },
      pair(`  ${quantity} × ${plain(line.unitPriceMinor)}`, plain(line.amountMinor + line.discountMinor)),
      ...(line.discountMinor > 0 ? [pair(`  ${word('discount')}`, plain(-line.discountMinor))] : []),
    ];
  });
  return [
    ...(paper.logo ? [paper.logo] : []),
    { kind: 'text', text: paper.name, center: true, bold: true, big: true },
    ...paper.lines.map((text): Row => ({ kind: 'text', text, center: true })),
    { kind: 'text', text: title, center: true, bold: true, big: true },
    pair(word('number'), sale.number),
    pair(
      word('date'),
      new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', timeZone }).format(sale.at),
    ),
    pair(word('party'), sale.party ?? word('walk_in')),
    rule,
    ...(sold.length > 0 ? sold : [pair(sale.description || '—', plain(sale.totalMinor))]),
    rule,
    ...(sale.roundingMinor !== 0
      ? [
          pair(word('subtotal'), plain(sale.totalMinor - sale.roundingMinor)),
          pair(word('rounding'), plain(sale.roundingMinor)),
        ]
      : []),
    { kind: 'pair', left: word('total'), right: money(sale.totalMinor), bold: true, big: true },
    ...taxes.map(({ label, percent, netMinor, amountMinor }): Row => {
      const tax = fill(word('tax'), { label, percent });
      return {
        kind: 'pair',
        left: fill(word('tax_within'), { tax, net: plain(netMinor) }),
        right: plain(amountMinor),
        soft: true,
      };
    }),
    rule,
    ...(paper.supplyPlace ? [pair(word('supply_place'), paper.supplyPlace)] : []),
    pair(word('cash'), money(sale.totalMinor)),
    ...(word('footer') === '' ? [] : [rule, ...word('footer').split('\n').map(soft)]),
  ];
}

function namedTaxes({ gst, taxLabel, taxBasisPoints }: Paper, sale: Sale) {
  const parts =
    sale.lines.length > 0
      ? sale.lines.map(({ amountMinor, taxBasisPoints: basisPoints }) => ({ amountMinor, basisPoints }))
      : [{ amountMinor: sale.totalMinor, basisPoints: taxBasisPoints }];
  return taxesOf(parts)
    .filter(({ basis_points, tax_minor }) => basis_points > 0 && tax_minor !== 0)
    .flatMap((tax: RateTax) =>
      gst
        ? gstOf(tax, gst)
        : [
            {
              label: taxLabel,
              percent: String(tax.basis_points / 100),
              netMinor: tax.net_minor,
              amountMinor: tax.tax_minor,
            },
          ],
    );
}

const fill = (text: string, values: Record<string, string>): string =>
  text.replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => values[name] ?? '');

/** Receipts, invoices and credit notes: one layout, two sizes of paper. */
import { formatDate, formatDateTime, formatNumber, t } from '../i18n/index.ts';
import { type Kind, money, PARTY, plainAmount, roundingOf, soldOf } from './bill-words.ts';
import { INK, logoNode, mm, type Node, type PaperLogo, qrNode, toPdf } from './pdf.ts';
import { type IssuedSnapshot, taxIsIncluded } from './snapshot.ts';
import { text } from './text.ts';

/** A receipt on A5: half a sheet of an office printer, and the width of a phone. */
export function drawReceipt(
  snapshot: IssuedSnapshot,
  locale = snapshot.locale ?? 'en',
  logo?: PaperLogo,
): Promise<Uint8Array> {
  return draw('receipt', { snapshot, locale, logo });
}

/** An invoice on A4. */
export function drawInvoice(
  snapshot: IssuedSnapshot,
  locale = snapshot.locale ?? 'en',
  logo?: PaperLogo,
): Promise<Uint8Array> {
  return draw('invoice', { snapshot, locale, logo });
}

/** A credit note, in the paper size of the document that it corrects. */
export function drawCreditNote(
  snapshot: IssuedSnapshot,
  locale = snapshot.locale ?? 'en',
  logo?: PaperLogo,
): Promise<Uint8Array> {
  return draw('credit_note', { snapshot, locale, logo });
}

type Drawn = { snapshot: IssuedSnapshot; locale: string; logo: PaperLogo | undefined };

function draw(kind: Kind, drawn: Drawn): Promise<Uint8Array> {
  const { snapshot, locale } = drawn;
  const small = (snapshot.corrects?.series ?? kind) === 'receipt';
  const side = mm(small ? 13 : 18);
  const title = snapshot.title ?? t(locale, `documents.${kind}.title`);
  const issuedAt = new Date(snapshot.issuedAt);
  const look = { ...drawn, kind, small, title, issuedAt, side, pageWidth: mm(small ? 148 : 210) };
  return toPdf({
    title: `${title} ${snapshot.number}`,
    language: locale,
    createdAt: issuedAt,
    pageSize: small ? 'A5' : 'A4',
    pageMargins: [side, side, side, mm(18)],
    content: [
      head(look),
      rule(look),
      partyAndCode(look),
      ...corrected(look),
      ...facts(look),
      lineTable(look),
      totals(look),
      ...footnote(look),
    ],
    footer: (page, pages) => pageFoot(look, page, pages),
  });
}

type Look = Drawn & {
  kind: Kind;
  small: boolean;
  title: string;
  issuedAt: Date;
  side: number;
  pageWidth: number;
};

const LOGO = { width: mm(45), height: mm(18) };

function head({ snapshot, locale, logo, title, issuedAt, small }: Look): Node {
  const { organization, number, timeZone = 'UTC' } = snapshot;
  const fact = (label: string, value: string) => [
    text(label, { color: INK.soft, fontSize: 8, margin: [0, 1.5, 8, 0] }),
    text(value, { bold: true, alignment: 'right' }),
  ];
  return {
    columns: [
      {
        width: '*',
        stack: [
          ...(logo ? [{ ...logoNode(logo, LOGO).node, margin: [0, 0, 0, 5] }] : []),
          text(organization.name, { bold: true, fontSize: small ? 13 : 16, lineHeight: 1.1 }),
          ...organization.lines.map((line) => text(line, { color: INK.soft, fontSize: 8.5 })),
        ],
      },
      {
        width: 'auto',
        stack: [
          text(title, {
            alignment: 'right',
            bold: true,
            fontSize: small ? 15 : 20,
            color: INK.accent,
            lineHeight: 1.1,
          }),
          {
            margin: [0, 5, 0, 0],
            table: {
              widths: ['*', 'auto'],
              body: [
                fact(t(locale, 'documents.number'), number),
                fact(t(locale, 'documents.date'), formatDateTime(issuedAt, { locale, timeZone })),
              ],
            },
            layout: BARE,
          },
        ],
      },
    ],
    columnGap: 16,
  };
}

function rule({ pageWidth, side }: Look): Node {
  const line = { type: 'line', x1: 0, y1: 0, x2: pageWidth - 2 * side, y2: 0, lineWidth: 1.4, lineColor: INK.accent };
  return { canvas: [line], margin: [0, 10, 0, 12] };
}

function partyAndCode({ snapshot, locale, kind, small }: Look): Node {
  const { party, qrText } = snapshot;
  const label = t(locale, PARTY[kind]);
  const block = {
    width: '*',
    stack: [
      text(label, { color: INK.soft, fontSize: 8, margin: [0, 0, 0, 2] }),
      text(party.name, { bold: true, fontSize: 11.5 }),
      ...party.lines.map((line) => text(line, { fontSize: 9 })),
    ],
  };
  const columns: Node[] = [block];
  if (qrText) columns.push({ width: 'auto', ...qrNode(qrText, mm(small ? 24 : 28)) });
  return { columns, columnGap: 16, margin: [0, 0, 0, 14] };
}

/** Names the corrected document; nothing on other documents. */
function corrected({ snapshot: { corrects, timeZone = 'UTC' }, locale }: Look): Node[] {
  if (!corrects) return [];
  const named = {
    document: t(locale, `documents.${corrects.series}.title`),
    number: corrects.number,
    date: formatDate(new Date(corrects.issuedAt), { locale, timeZone }),
  };
  return [{ ...text(t(locale, 'documents.credit_note.corrects', named)), margin: [0, 0, 0, 12] }];
}

function facts({ snapshot: { facts = [] } }: Look): Node[] {
  if (facts.length === 0) return [];
  const body = facts.map(({ label, value, strong }) => [
    text(label, { color: INK.soft, fontSize: 8.5, margin: [0, strong ? 4 : 0.5, 0, 0] }),
    text(value, strong ? { bold: true, fontSize: 13 } : {}),
  ]);
  const layout = { ...BARE, paddingRight: (column: number) => (column === 0 ? 14 : 0) };
  return [{ table: { widths: ['auto', '*'], body }, layout, margin: [0, 0, 0, 12] }];
}

function lineTable({ snapshot, locale }: Look): Node {
  const { currency, timeZone = 'UTC' } = snapshot;
  const lines = soldOf(snapshot);
  const dated = lines.some((line) => line.at);
  const counted = lines.some((line) => line.quantity !== undefined);
  const reduced = lines.some((line) => line.discountMinor);
  const header = (label: string, alignment = 'left') =>
    text(label, { alignment, bold: true, fontSize: 8, color: INK.soft });
  const figure = (figures: string) => text(figures, { alignment: 'right', noWrap: true });
  const amount = (minor: number | undefined) => figure(minor ? plainAmount(minor, currency, locale) : '');
  const heading = [
    header(dated ? t(locale, 'documents.day') : '#'),
    header(t(locale, 'documents.description')),
    ...(counted
      ? [header(t(locale, 'documents.quantity'), 'right'), header(t(locale, 'documents.price'), 'right')]
      : []),
    ...(reduced ? [header(t(locale, 'documents.discount'), 'right')] : []),
    header(t(locale, 'documents.amount', { currency }), 'right'),
  ];
  const body = lines.map((line, index) => [
    dated
      ? text(line.at ? formatDate(new Date(line.at), { locale, timeZone }) : '', { color: INK.soft, noWrap: true })
      : text(formatNumber(index + 1, { locale }), { color: INK.soft }),
    described(line, lines[index - 1]?.ref),
    ...(counted ? [figure(line.quantity ?? ''), amount(line.unitPriceMinor)] : []),
    ...(reduced ? [amount(line.discountMinor)] : []),
    figure(plainAmount(line.amountMinor, currency, locale)),
  ]);
  const nothing = [
    { ...text(t(locale, 'documents.no_lines'), { color: INK.soft }), colSpan: heading.length },
    ...heading.slice(1).map(() => ({})),
  ];
  return {
    table: {
      headerRows: 1,
      dontBreakRows: true,
      widths: heading.map((_, column) => (column === 1 ? '*' : 'auto')),
      body: [heading, ...(body.length > 0 ? body : [nothing])],
    },
    layout: {
      hLineWidth: (i: number) => (i === 0 ? 0 : 0.5),
      vLineWidth: () => 0,
      hLineColor: () => INK.line,
      fillColor: (row: number) => (row === 0 ? INK.shade : null),
      paddingLeft: () => 6,
      paddingRight: () => 6,
      paddingTop: () => 4.5,
      paddingBottom: () => 3.5,
    },
  };
}

/** A line's words, with the thing that it belongs to above the first of its lines, and its code below. */
function described({ description, ref, hsn }: IssuedSnapshot['lines'][number], before: string | undefined): Node {
  const small = { color: INK.soft, fontSize: 8 };
  return {
    stack: [
      ...(ref !== undefined && ref !== before ? [text(ref, small)] : []),
      text(description),
      ...(hsn === undefined ? [] : [text(`HSN ${hsn}`, small)]),
    ],
  };
}

function totals({ snapshot, locale }: Look): Node {
  const { tax, taxes = [], totalMinor, currency } = snapshot;
  const rounding = roundingOf(snapshot);
  const row = (label: string, minor: number, style: Node = {}) => [
    text(label, { color: INK.soft, ...style }),
    text(plainAmount(minor, currency, locale), { alignment: 'right', noWrap: true, ...style }),
  ];
  const body: Node[][] = [];
  const taxLabel = tax && t(locale, 'documents.tax', { label: tax.label, percent: tax.percent });
  const included = taxIsIncluded(snapshot);
  if (tax && taxLabel && !included) {
    body.push(row(t(locale, 'documents.subtotal'), totalMinor - tax.amountMinor), row(taxLabel, tax.amountMinor));
  }
  if (rounding !== 0) {
    body.push(row(t(locale, 'documents.subtotal'), totalMinor - rounding));
    body.push(row(t(locale, 'documents.rounding'), rounding));
  }
  const strong = { bold: true, fontSize: 13, color: INK.text };
  const total = [
    text(t(locale, 'documents.total'), strong),
    text(money(totalMinor, currency, locale), { alignment: 'right', noWrap: true, ...strong }),
  ];
  body.push(total);
  const at = body.length - 1;
  if (tax && taxLabel && included) {
    body.push(row(t(locale, 'documents.tax_included', { tax: taxLabel }), tax.amountMinor, { fontSize: 8.5 }));
  }
  for (const one of taxes) {
    const named = t(locale, 'documents.tax', { label: one.label, percent: one.percent });
    const net = plainAmount(one.netMinor, currency, locale);
    body.push(row(t(locale, 'documents.tax_within', { tax: named, net }), one.amountMinor, { fontSize: 8.5 }));
  }
  return {
    unbreakable: true,
    margin: [0, 8, 0, 0],
    columns: [
      { width: '*', text: '' },
      {
        width: 'auto',
        table: { widths: ['auto', 'auto'], body },
        layout: {
          hLineWidth: (i: number) => (i === at ? 1 : 0),
          vLineWidth: () => 0,
          hLineColor: () => INK.text,
          paddingLeft: (column: number) => (column === 0 ? 0 : 24),
          paddingRight: (column: number) => (column === 0 ? 0 : 6),
          paddingTop: (row: number) => (row === at ? 5 : 2),
          paddingBottom: () => 2,
        },
      },
    ],
  };
}

function footnote({ snapshot }: Look): Node[] {
  return snapshot.footer
    ? [{ ...text(snapshot.footer, { color: INK.soft, fontSize: 8.5, margin: [0, 18, 0, 0] }) }]
    : [];
}

function pageFoot({ snapshot, locale, title, side }: Look, page: number, pages: number): Node {
  const small = { fontSize: 7.5, color: INK.soft };
  return {
    margin: [side, mm(6), side, 0],
    columns: [
      text(`${title} ${snapshot.number}`, small),
      text(t(locale, 'documents.page', { page, pages }), { ...small, alignment: 'right' }),
    ],
  };
}

const BARE = {
  hLineWidth: () => 0,
  vLineWidth: () => 0,
  paddingLeft: () => 0,
  paddingRight: () => 0,
  paddingTop: () => 1,
  paddingBottom: () => 0,
};

/**
 * Formats that banks made for programs, as a table with one heading. Money out has a minus, money in a plus. Each is a
 * few tags: no kept package reads MT940 (mt940js throws at a tag out of order), OFX and QIF; hucre parses the XML.
 */

const HEADINGS = ['Date', 'Narration', 'Payer', 'Transaction Reference', 'Amount', 'Currency', 'Status'];
type Entry = {
  date: string;
  text: string[];
  payer?: string;
  reference?: string;
  amount: string;
  currency: string;
  status?: string;
};

const table = (entries: Entry[]): string[][] => [
  HEADINGS,
  ...entries.map((one) => [
    one.date,
    [...new Set(one.text.map((piece) => piece.trim()).filter(Boolean))].join(' '),
    one.payer ?? '',
    one.reference ?? '',
    one.amount,
    one.currency,
    one.status ?? '',
  ]),
];

// ---- MT940

export const isMt940 = (text: string) => /^:(?:20|25|28C?|60[FM]):/m.test(text) && /^:61:/m.test(text);

const LINE = /^(\d{6})(\d{4})?(R?[CD])[A-Z]?(\d+,\d*)[A-Z][A-Z0-9]{3}([^\n]*?)(?:\/\/([^\n]*))?(?:\n([\s\S]*))?$/;

/** SWIFT's MT940 and MT942: `:61:` is an entry, the `:86:` behind it its text. */
export function readMt940(text: string): string[][] {
  const fields = [
    ...text
      .replaceAll(/\r\n?/g, '\n')
      .matchAll(/^:(\d{2}[A-Z]?):([\s\S]*?)(?=\n:\d{2}[A-Z]?:|\n-\}?\s*$|\n-\}?\n|$(?![\s\S]))/gm),
  ];
  const entries: Entry[] = [];
  let currency = '';
  let last: Entry | null = null;
  for (const [, tag, value = ''] of fields) {
    if (tag?.startsWith('60')) currency = /^[CD]\d{6}([A-Z]{3})/.exec(value)?.[1] ?? currency;
    if (tag === '61') {
      last = entryOf61(value.trim(), currency);
      entries.push(last);
    } else if (tag === '86' && last) {
      Object.assign(last, entryText(value, last));
      last = null;
    } else if (tag !== '86') last = null;
  }
  return table(entries);
}

function entryOf61(value: string, currency: string): Entry {
  const found = LINE.exec(value);
  if (!found) return { date: '', text: [value], amount: value.slice(0, 60), currency };
  const [, day = '', entryDay, way = '', amount = '', reference = '', bank = '', more = ''] = found;
  const year = Number(`20${day.slice(0, 2)}`);
  // Booked in January, of value in December, or the other way round.
  const turn = entryDay ? Number(entryDay.slice(0, 2)) - Number(day.slice(2, 4)) : 0;
  const booked = entryDay ?? day.slice(2);
  const date = `${turn > 6 ? year - 1 : turn < -6 ? year + 1 : year}-${booked.slice(0, 2)}-${booked.slice(2)}`;
  const own = reference.trim() === 'NONREF' ? '' : reference.trim();
  return {
    date,
    text: [more, own ? bank : ''],
    reference: own || bank.trim(),
    amount: `${way === 'C' || way === 'RD' ? '+' : '-'}${amount.replace(/,$/, '').replace(',', '.')}`,
    currency,
  };
}

/** German banks number the parts of the text: ?20 to ?29 and ?60 to ?63 are the purpose, ?32 and ?33 the name. */
function entryText(value: string, entry: Entry): Partial<Entry> {
  const parts = [...value.replaceAll('\n', '').matchAll(/\?(\d{2})([^?]*)/g)];
  if (parts.length < 2) return { text: [...entry.text, value.replaceAll(/\s*\n\s*/g, ' ')] };
  const of = (...codes: RegExp[]) =>
    parts.filter(([, code = '']) => codes.some((one) => one.test(code))).map((part) => part[2] ?? '');
  return {
    text: [...entry.text, of(/^2\d$/, /^6[0-3]$/).join('')],
    payer: of(/^3[23]$/)
      .join('')
      .trim(),
  };
}

// ---- CAMT

type Node = { [name: string]: Node | string | (Node | string)[] };

export const isCamt = (xml: string) => /<(?:\w+:)?Ntry[\s>]/.test(xml) || /camt\.05[234]/.test(xml.slice(0, 2000));

/** ISO 20022 camt.052, camt.053 and camt.054: one row an entry, or one for each transfer of a batch that tells amounts. */
export async function readCamt(xml: string): Promise<string[][]> {
  const { readXml } = await import('hucre/xml');
  const plain = xml.replaceAll(/<(\/?)[\w.-]+:(?=[\w.-]+[\s>/])/g, '<$1');
  const { data } = readXml<Record<string, string | null>>(plain, { rowTag: 'Ntry', flatten: false });
  return table(
    data.flatMap((row) => entriesOf(Object.fromEntries(Object.entries(row).map(([key, cell]) => [key, opened(cell)])))),
  );
}

function opened(cell: string | null): Node | string {
  if (cell?.startsWith('{')) {
    try {
      return JSON.parse(cell) as Node;
    } catch {
      return cell;
    }
  }
  return cell ?? '';
}

function entriesOf(entry: Node): Entry[] {
  const details = all(entry, 'NtryDtls.TxDtls');
  const amounts = details.map(
    (one) => money(one, 'Amt') ?? money(one, 'AmtDtls.TxAmt.Amt') ?? money(one, 'AmtDtls.InstdAmt.Amt'),
  );
  const whole = money(entry, 'Amt') ?? { amount: '', currency: '' };
  const sum = amounts.reduce((total, one) => total + Number(one?.amount ?? Number.NaN), 0);
  const apart = details.length > 1 && Math.abs(sum - Number(whole.amount)) < 0.000_5;
  const way = (node: Node) => text(node, 'CdtDbtInd') || text(entry, 'CdtDbtInd');
  const of = (node: Node, { amount, currency }: { amount: string; currency: string }, inside: Node[]): Entry => ({
    date: first(entry, 'BookgDt.Dt', 'BookgDt.DtTm', 'ValDt.Dt', 'ValDt.DtTm'),
    text: [
      ...inside.flatMap((one) => [
        ...all(one, 'RmtInf.Ustrd').map(String),
        ...all(one, 'RmtInf.Strd').map((strd) => text(strd, 'CdtrRefInf.Ref')),
        ...all(one, 'RmtInf.Strd').map((strd) => text(strd, 'AddtlRmtInf')),
        given(text(one, 'Refs.EndToEndId')),
        text(one, 'AddtlTxInf'),
      ]),
      text(entry, 'AddtlNtryInf'),
    ],
    payer:
      inside
        .map((one) => first(one, 'RltdPties.Dbtr.Nm', 'RltdPties.Dbtr.Pty.Nm', 'RltdPties.UltmtDbtr.Nm'))
        .find(Boolean) ?? '',
    reference:
      inside
        .map(
          (one) =>
            given(first(one, 'Refs.TxId')) ||
            given(first(one, 'Refs.AcctSvcrRef')) ||
            given(first(one, 'Refs.EndToEndId')),
        )
        .find(Boolean) || given(first(entry, 'AcctSvcrRef', 'NtryRef')),
    amount: `${way(node) === 'CRDT' ? '+' : way(node) === 'DBIT' ? '-' : '? '}${amount}`,
    currency,
    status: first(entry, 'Sts.Cd', 'Sts') === 'PDNG' ? 'pending' : 'booked',
  });
  if (apart) return details.map((one, index) => of(one, amounts[index] ?? whole, [one]));
  return [of(entry, whole, details)];
}

const given = (reference: string) => (/^(?:NOTPROVIDED|NONREF|NOT PROVIDED)$/i.test(reference) ? '' : reference);
const first = (node: Node, ...paths: string[]) => paths.map((path) => text(node, path)).find(Boolean) ?? '';

/** All nodes at a path, through repeated elements. */
function all(node: Node | string, path: string): Node[] {
  let nodes: (Node | string)[] = [node];
  for (const name of path.split('.')) {
    nodes = nodes.flatMap((one) =>
      typeof one === 'string' ? [] : one[name] === undefined ? [] : [one[name]].flat(),
    ) as (Node | string)[];
  }
  return nodes as Node[];
}

function text(node: Node | string, path: string): string {
  const [found] = all(node, path) as (Node | string)[];
  if (found === undefined) return '';
  return typeof found === 'string' ? found : typeof found['#text'] === 'string' ? found['#text'] : '';
}

function money(node: Node, path: string): { amount: string; currency: string } | null {
  const [found] = all(node, path) as (Node | string)[];
  if (found === undefined) return null;
  return { amount: text(node, path), currency: typeof found === 'string' ? '' : String(found['@Ccy'] ?? '') };
}

// ---- OFX and QIF

export const isOfx = (text: string) =>
  /^\s*OFXHEADER[:=]/i.test(text) || /<OFX>/i.test(text.slice(0, 4000)) || /<\?OFX/i.test(text.slice(0, 4000));

/** OFX 1 (SGML, whose values have no closing tags), OFX 2 and QFX. */
export function readOfx(source: string): string[][] {
  const currency = /<CURDEF>\s*([A-Z]{3})/i.exec(source)?.[1]?.toUpperCase() ?? '';
  const entries = source
    .split(/<STMTTRN>/i)
    .slice(1)
    .map((part): Entry => {
      const fields = new Map(
        [...(part.split(/<\/STMTTRN>|<\/BANKTRANLIST>/i)[0] ?? '').matchAll(/<([A-Z0-9.]+)>([^<\r\n]*)/gi)].map(
          ([, tag = '', value = '']) => [tag.toUpperCase(), unescaped(value.trim())],
        ),
      );
      const amount = fields.get('TRNAMT') ?? '';
      return {
        date: fields.get('DTPOSTED') ?? '',
        text: [fields.get('MEMO') ?? '', fields.get('CHECKNUM') ?? ''],
        payer: fields.get('NAME') ?? '',
        reference: fields.get('REFNUM') || fields.get('FITID') || '',
        amount: /^[+-]/.test(amount) ? amount : `+${amount}`,
        currency: fields.get('CURSYM')?.toUpperCase() ?? currency,
      };
    });
  return table(entries);
}

const unescaped = (value: string) =>
  value.replaceAll(
    /&(amp|lt|gt|nbsp|quot|apos);/g,
    (_, name: string) => ({ amp: '&', lt: '<', gt: '>', nbsp: ' ', quot: '"', apos: "'" })[name] ?? '',
  );

export const isQif = (text: string) => /^\s*!(?:Type:(?:Bank|Cash|CCard|Oth)|Account|Option)/i.test(text);

/** Quicken's QIF: a letter and a value in each line, `^` ends an entry. */
export function readQif(source: string): string[][] {
  const entries = source
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(/^!.*\n/gm, '')
    .split(/^\^.*$/m)
    .filter((part) => /^[TU]/m.test(part) && /^D/m.test(part))
    .map((part): Entry => {
      const of = (letter: string) => new RegExp(`^${letter}(.*)$`, 'm').exec(part)?.[1]?.trim() ?? '';
      const amount = of('T') || of('U');
      return {
        date: of('D').replace(/'\s*/, '/').replaceAll(/\s+/g, ''),
        text: [of('M'), of('L')],
        payer: of('P'),
        reference: of('N'),
        amount: /^[+-]/.test(amount) ? amount : `+${amount}`,
        currency: '',
      };
    });
  return table(entries);
}

/** Prints a statement in one of the layouts (layouts.ts), and knows which lines stand in it. */
import { decimalsOf } from '../../lib/money.ts';
import { LAYOUTS } from './layouts.ts';

export type Move = {
  at: Temporal.PlainDateTime;
  minor: number;
  out: boolean;
  text: string;
  payer: string;
  ref: string;
};
export type Layout = {
  name: string;
  country: string;
  currency: string;
  amounts: string;
  options: Set<string>;
  empty: string;
  preamble: number;
  headings: string[];
  cells: string[];
};

export const layouts: Layout[] = LAYOUTS.trim()
  .split(/\n\n+/)
  .map((block) => {
    const [title = '', headings = '', cells = ''] = block.replaceAll('|\n', '|').split('\n');
    const [name = '', kind = '', more = ''] = title.split(';');
    const [country = '', currency = '', amounts = ''] = kind.trim().split(' ');
    const options = more.trim().split(' ').filter(Boolean);
    const of = (key: string) => options.find((one) => one.startsWith(`${key}=`))?.slice(key.length + 1) ?? '';
    return {
      name,
      country,
      currency,
      amounts,
      options: new Set(options),
      empty: of('empty'),
      preamble: Number(of('preamble')),
      headings: headings === 'none' ? [] : headings.split('|'),
      cells: cells.split('|'),
    };
  });

const two = (n: number) => String(n).padStart(2, '0');
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** As strftime writes it. */
function showDay(form: string, at: Temporal.PlainDateTime): string {
  const parts: Record<string, string> = {
    d: two(at.day),
    e: String(at.day),
    m: two(at.month),
    b: MONTHS[at.month - 1] as string,
    Y: String(at.year),
    y: two(at.year % 100),
    H: two(at.hour),
    I: two(at.hour % 12 || 12),
    M: two(at.minute),
    S: two(at.second),
    p: at.hour < 12 ? 'AM' : 'PM',
  };
  return form.replaceAll(/%(\w)/g, (whole, letter: string) => parts[letter] ?? whole);
}

const grouped = (digits: string, sign: string) => digits.replace(/\B(?=(\d{3})+$)/g, sign);
const lakhs = (digits: string) =>
  digits.length <= 3 ? digits : `${digits.slice(0, -3).replace(/\B(?=(\d{2})+$)/g, ',')},${digits.slice(-3)}`;

function showAmount(style: string, currency: string, minor: number): string {
  const places = decimalsOf(currency);
  const digits = String(minor).padStart(places + 1, '0');
  const [whole, cents] = places === 0 ? [digits, ''] : [digits.slice(0, -places), digits.slice(-places)];
  const behind = (sign: string) => (cents ? sign + cents : '');
  const styles: Record<string, string> = {
    plain: `${whole}${behind('.')}`,
    thousands: `${grouped(whole, ',')}${behind('.')}`,
    lakhs: `${lakhs(whole)}${behind('.')}`,
    spaces: `${grouped(whole, ' ')}${behind('.')}`,
    'spaces,': `${grouped(whole, '\u00a0')}${behind(',')}`,
    comma: `${grouped(whole, '.')}${behind(',')}`,
    'comma€': `${grouped(whole, '.')}${behind(',')} €`,
    points: `${grouped(whole, '.')}`,
    naira: `₦${grouped(whole, ',')}${behind('.')}`,
    pesos: `$${grouped(whole, ',')}${behind('.')}`,
    'pesos,': `$ ${grouped(whole, '.')}${behind(',')}`,
  };
  return styles[style] as string;
}

/** Another order of the columns, another form of the days: what the property test changes. */
export type Changed = { order?: (columns: number) => number[]; day?: string };

/** The file's bytes. The moves stand in the order of their time. */
export function printStatement(layout: Layout, all: Move[], changed: Changed = {}): Uint8Array {
  const { options, cells, headings } = layout;
  const moves = options.has('income') ? all.filter(({ out }) => !out) : all;
  const show = (minor: number) => showAmount(layout.amounts, layout.currency, minor);
  let standing = 50_000_000;
  const rows = moves.map((move, index) => {
    const before = standing;
    standing += move.out ? -move.minor : move.minor;
    const value = (code: string): string => {
      if (code.startsWith('=')) return code.slice(1);
      if (code.startsWith('%')) {
        const day = changed.day !== undefined && /%[dem]/.test(code);
        return showDay(day ? (changed.day as string) : code, move.at);
      }
      const amount = show(move.minor);
      switch (code) {
        case 'text':
          return move.text;
        case 'payer':
          return move.payer;
        case 'ref':
          return move.ref;
        case 'mpesa':
          return `UKK${Number(move.ref).toString(36).toUpperCase().slice(-7)}`;
        case 'airtel':
          return `CI261120.1015.D${move.ref.slice(-5)}`;
        case 'code':
          return /K7M\w{3}/.exec(move.text)?.[0] ?? '';
        case 'n':
          return String(index + 1);
        case 'bal':
          return show(standing) + (options.has('marked') ? ' Cr.' : '');
        case 'before':
          return show(before);
        case 'in':
          return move.out ? layout.empty : amount;
        case 'out':
          return move.out ? `${options.has('minus') ? '-' : ''}${amount}` : layout.empty;
        case 'signed':
          return `${move.out ? '-' : ''}${amount}`;
        case 'plus':
          return `${move.out ? '-' : '+'}${amount}`;
        case 'sign':
          return move.out ? '-' : '+';
        case 'size':
          return amount;
        case '':
          return '';
        default:
          return code.split(':')[move.out ? 1 : 0] as string;
      }
    };
    return cells.map((cell) => {
      if (cell.startsWith('%')) return value(cell);
      const codes = cell.split('+');
      return codes.includes(move.out ? 'in' : 'out') ? layout.empty : codes.map(value).join('');
    });
  });
  const delimiter = options.has('tab') ? '\t' : options.has('semicolon') ? ';' : ',';
  const quoted = (cell: string) => {
    if (options.has('formula') && cell !== '') return `="${cell}"`;
    return cell.includes(delimiter) || cell.includes('"') ? `"${cell.replaceAll('"', '""')}"` : cell;
  };
  const order = changed.order?.(cells.length) ?? cells.map((_, at) => at);
  const line = (row: string[]) => order.map((at) => quoted(row[at] ?? '')).join(delimiter);
  const notes = [
    'Account holder,Malabar Mess',
    'Account No: 50100000012345',
    'From 01/11/2026 to 30/11/2026',
    '',
    '***',
  ];
  const total = headings.map((_, at) =>
    cells[at] === 'in' || cells[at] === 'out' ? show(standing) : at === 0 ? 'Total' : '',
  );
  const body = options.has('newest') ? rows.toReversed() : rows;
  const text = [
    ...Array.from({ length: layout.preamble }, (_, at) => notes[at % notes.length]),
    ...(headings.length > 0 ? [line(headings)] : []),
    ...body.map(line),
    ...(options.has('total') ? [line(total)] : []),
    ...(options.has('footer') ? ['', 'This is a computer generated statement', '*** End ***'] : []),
  ].join('\r\n');
  return Buffer.from(text, options.has('latin1') ? 'latin1' : 'utf8');
}

import { text } from './text.ts';

/** The content of a receipt. */
export type Purchase = {
  /** minor units */
  amountMinor: number;
  at: Date;
  payer: string;
  payee: string;
  /** the last four digits of the payer's account */
  account: string;
  /** the number of the transfer, twelve digits */
  reference: string;
  /** the app's own number of it */
  ownId: string;
};

export type App = {
  name: string;
  currency: string;
  background: string;
  height: number;
  /** the drawing inside the SVG, 1080 wide */
  draw(purchase: Purchase): Promise<string>;
};

/** A masked account, as apps show it: its last digits behind letters. */
const masked = (hidden: number, last: string) => `${'X'.repeat(hidden)}${last}`;
const two = (n: number) => String(n).padStart(2, '0');
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const MESES = ['ene', 'feb', 'mar', 'abr', 'may', 'jun', 'jul', 'ago', 'set', 'oct', 'nov', 'dic'];
const part = (at: Date) => ({
  day: at.getUTCDate(),
  month: at.getUTCMonth(),
  year: at.getUTCFullYear(),
  hour: at.getUTCHours(),
  minute: at.getUTCMinutes(),
  second: at.getUTCSeconds(),
});
const clock12 = (at: Date) => `${part(at).hour % 12 || 12}:${two(part(at).minute)}`;
const half = (at: Date) => (part(at).hour < 12 ? 'AM' : 'PM');
const clock24 = (at: Date) => `${two(part(at).hour)}:${two(part(at).minute)}`;
const dayMonthYear = (at: Date) => `${two(part(at).day)} ${MONTHS[part(at).month]} ${part(at).year}`;
const isoDay = (at: Date) => `${part(at).year}-${two(part(at).month + 1)}-${two(part(at).day)}`;
const slashed = (at: Date) => `${two(part(at).day)}/${two(part(at).month + 1)}/${part(at).year}`;
const grouped = (minor: number, decimals = true) =>
  (minor / 100).toLocaleString('en-US', {
    minimumFractionDigits: decimals ? 2 : 0,
    maximumFractionDigits: decimals ? 2 : 0,
  });
const indian = (minor: number) => (minor / 100).toLocaleString('en-IN', { minimumFractionDigits: minor % 100 ? 2 : 0 });

/** The phone's status bar: clock and battery, a few minutes after the payment. */
const statusBar = async ({ at }: Purchase, fill: string) =>
  (await text(60, 70, 40, fill, clock24(new Date(at.getTime() + 180_000)))) +
  (await text(1020, 70, 36, fill, `${40 + (part(at).second % 50)}%`, 'right'));

const parts = async (...all: (string | Promise<string>)[]) => (await Promise.all(all)).join('');

/** Six payment apps in their usual layout, drawn by us without names and artwork of the apps. */
export const APPS: App[] = [
  {
    // Green head with the time, then cards: who was paid, the app's own number, the account with the UTR.
    name: 'green head',
    currency: 'INR',
    background: '#f3f4f6',
    height: 2340,
    draw: (p) =>
      parts(
        '<rect width="1080" height="360" fill="#1a8f4c"/>',
        statusBar(p, '#fff'),
        text(180, 210, 56, '#fff', 'Transaction Successful'),
        text(180, 290, 40, '#dff5e6', `${clock12(p.at)} ${half(p.at)} on ${dayMonthYear(p.at)}`),
        '<rect x="40" y="400" width="1000" height="360" rx="24" fill="#fff"/>',
        text(90, 480, 42, '#555', 'Paid to'),
        '<circle cx="140" cy="600" r="56" fill="#5f259f"/>',
        text(230, 615, 50, '#111', p.payee),
        text(990, 615, 52, '#111', `₹${indian(p.amountMinor)}`, 'right'),
        '<rect x="40" y="800" width="1000" height="760" rx="24" fill="#fff"/>',
        text(90, 890, 44, '#111', 'Transfer Details'),
        text(90, 990, 38, '#666', 'Transaction ID'),
        text(90, 1050, 44, '#111', `T${p.ownId}`),
        text(90, 1170, 38, '#666', 'Debited from'),
        text(90, 1250, 46, '#111', masked(8, p.account)),
        text(990, 1250, 46, '#111', `₹${indian(p.amountMinor)}`, 'right'),
        text(90, 1320, 40, '#555', `UTR: ${p.reference}`),
        text(90, 1440, 38, '#666', 'Name'),
        text(90, 1500, 44, '#111', p.payer),
        '<rect x="40" y="2080" width="1000" height="130" rx="65" fill="#5f259f"/>',
        text(540, 2162, 46, '#fff', 'Share Receipt', 'middle'),
      ),
  },
  {
    // White, the amount in the middle, a card of labels with their values below them.
    name: 'white card',
    currency: 'INR',
    background: '#ffffff',
    height: 2400,
    draw: (p) =>
      parts(
        statusBar(p, '#333'),
        '<circle cx="540" cy="330" r="90" fill="#d95f02"/>',
        text(540, 510, 48, '#202124', `To ${p.payee}`, 'middle'),
        text(540, 690, 130, '#202124', `₹${grouped(p.amountMinor)}`, 'middle'),
        '<circle cx="410" cy="790" r="24" fill="#1e8e3e"/>',
        text(455, 805, 44, '#202124', 'Completed'),
        text(
          540,
          910,
          42,
          '#5f6368',
          `${part(p.at).day} ${MONTHS[part(p.at).month]} ${part(p.at).year}, ${clock12(p.at)} ${half(p.at).toLowerCase()}`,
          'middle',
        ),
        '<rect x="60" y="1000" width="960" height="1010" rx="30" fill="none" stroke="#dadce0" stroke-width="4"/>',
        text(110, 1100, 46, '#202124', `HDFC Bank ${p.account}`),
        '<rect x="60" y="1150" width="960" height="3" fill="#dadce0"/>',
        text(110, 1250, 38, '#5f6368', 'UPI transaction ID'),
        text(110, 1315, 44, '#202124', p.reference),
        text(110, 1430, 38, '#5f6368', `To: ${p.payee.toUpperCase()}`),
        text(110, 1495, 40, '#202124', 'artsclub@okbank'),
        text(110, 1610, 38, '#5f6368', `From: ${p.payer.toUpperCase()}`),
        text(110, 1675, 40, '#202124', `xx${p.account}@okbank`),
        text(110, 1790, 38, '#5f6368', 'Payment transaction ID'),
        text(110, 1855, 42, '#202124', `CICAg${p.ownId.slice(0, 9)}`),
      ),
  },
  {
    // Blue head, the reference in groups of four.
    name: 'blue head',
    currency: 'INR',
    background: '#ffffff',
    height: 2340,
    draw: (p) =>
      parts(
        '<rect width="1080" height="520" fill="#00baf2"/>',
        statusBar(p, '#fff'),
        text(80, 230, 48, '#fff', 'Paid Successfully'),
        text(80, 380, 110, '#fff', `₹${indian(p.amountMinor)}`),
        text(80, 470, 38, '#e8f9ff', 'Rupees paid from bank account'),
        text(80, 640, 38, '#777', 'To'),
        text(80, 705, 50, '#0b2a4a', p.payee),
        text(80, 765, 38, '#777', 'UPI ID: artsclub@okbank'),
        '<rect x="80" y="820" width="920" height="3" fill="#e5e5e5"/>',
        text(80, 920, 38, '#777', 'From'),
        text(80, 985, 50, '#0b2a4a', p.payer),
        text(80, 1045, 38, '#777', `State Bank of India - ${p.account}`),
        '<rect x="80" y="1100" width="920" height="3" fill="#e5e5e5"/>',
        text(80, 1200, 42, '#0b2a4a', `UPI Ref. No: ${p.reference.replaceAll(/(\d{4})(?=\d)/g, '$1 ')}`),
        text(80, 1280, 40, '#777', `${dayMonthYear(p.at)}, ${clock12(p.at)} ${half(p.at)}`),
        '<rect x="80" y="2060" width="920" height="120" rx="20" fill="#e8f9ff"/>',
        text(540, 2136, 44, '#0077a8', 'View More Details', 'middle'),
      ),
  },
  {
    // A bank's table: labels at the left, values at the right.
    name: 'bank table',
    currency: 'INR',
    background: '#fafafa',
    height: 2160,
    draw: (p) =>
      parts(
        '<rect width="1080" height="260" fill="#7a1533"/>',
        statusBar(p, '#fff'),
        text(540, 190, 50, '#fff', 'Fund Transfer - IMPS', 'middle'),
        text(540, 400, 46, '#2e7d32', 'Your transaction is successful', 'middle'),
        ...rows(520, 130, [
          ['Amount', `INR ${grouped(p.amountMinor)}`],
          ['Reference No.', p.reference],
          ['Transaction Date', `${slashed(p.at)} ${clock24(p.at)}:${two(part(p.at).second)}`],
          ['From Account', masked(6, p.account)],
          ['Remitter', p.payer],
          ['Beneficiary', p.payee],
          ['Beneficiary A/c', masked(6, '7781')],
          ['Remarks', 'raffle'],
        ]),
        '<rect x="80" y="1900" width="440" height="120" rx="12" fill="#7a1533"/>',
        text(300, 1976, 42, '#fff', 'Done', 'middle'),
      ),
  },
  {
    // A text message of mobile money, in the dark.
    name: 'dark message',
    currency: 'RWF',
    background: '#121212',
    height: 2220,
    draw: (p) =>
      parts(
        statusBar(p, '#eee'),
        text(80, 200, 52, '#eee', 'M-Money'),
        text(540, 330, 34, '#999', `${dayMonthYear(p.at)}`, 'middle'),
        '<rect x="50" y="380" width="900" height="640" rx="40" fill="#2b2b2b"/>',
        ...[
          `*165*S* Your payment of ${grouped(p.amountMinor, false)} RWF`,
          `to ${p.payee} has been`,
          `completed at ${isoDay(p.at)}`,
          `${clock24(p.at)}:${two(part(p.at).second)}. Financial Transaction`,
          `Id: ${p.reference.slice(0, 11)}. Fee was 100 RWF.`,
          `Your new balance: ${grouped(Number(p.ownId.slice(0, 7)) * 100, false)}`,
          `RWF. Sender: ${p.payer}`,
        ].map((line, i) => text(95, 470 + i * 80, 44, '#f1f1f1', line)),
        '<rect x="50" y="2040" width="820" height="110" rx="55" fill="#2b2b2b"/>',
        text(110, 2110, 42, '#999', 'Text message'),
      ),
  },
  {
    // White letters on violet, Spanish, a short number of the operation.
    name: 'violet',
    currency: 'PEN',
    background: '#742384',
    height: 2340,
    draw: (p) =>
      parts(
        statusBar(p, '#fff'),
        '<rect x="70" y="420" width="940" height="1180" rx="40" fill="#ffffff"/>',
        text(540, 330, 70, '#fff', 'Pago realizado', 'middle'),
        text(130, 560, 60, '#742384', '¡Listo!'),
        text(130, 740, 120, '#111', `S/ ${grouped(p.amountMinor)}`),
        text(130, 860, 54, '#111', p.payee),
        text(
          130,
          940,
          40,
          '#666',
          `${part(p.at).day} ${MESES[part(p.at).month]}. ${part(p.at).year} | ${clock12(p.at)} ${half(p.at) === 'AM' ? 'a. m.' : 'p. m.'}`,
        ),
        '<rect x="130" y="1010" width="820" height="3" fill="#ddd"/>',
        ...rows(
          1110,
          110,
          [
            ['Nro. de celular', `*** *** ${p.account}`],
            ['Origen', p.payer],
            ['Destino', 'Billetera'],
            ['Nro. de operación', p.reference.slice(4)],
          ],
          130,
          950,
        ),
      ),
  },
];

function rows(top: number, step: number, pairs: [string, string][], left = 80, right = 1000): Promise<string>[] {
  return pairs.flatMap(([label, value], i) => [
    text(left, top + i * step, 40, '#777', label),
    text(right, top + i * step, 42, '#111', value, 'right'),
  ]);
}

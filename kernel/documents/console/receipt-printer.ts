import { api } from '../../ui/index.ts';
import { type DevicePrinter, devicePrinter, setDevicePrinter, type Way } from './device.ts';
import { drawRow } from './draw-row.ts';
import { type DrawRow, encodeSlip, type Picture } from './encode-slip.ts';
import { loadLogo } from './load-logo.ts';
import type { SlipRow } from './types.ts';

/** The library answers a connection by an event, which comes at once after it or never. */
const EVENT_MS = 500;

type Printer = InstanceType<typeof import('@point-of-sale/webusb-receipt-printer')['default']>;
let open: { way: Way; printer: Printer } | null = null;

/** The libraries load with the first use: most browsers have no receipt printer. */
async function load(way: Way): Promise<Printer> {
  if (open?.way === way) return open.printer;
  const { default: Library } =
    way === 'usb'
      ? await import('@point-of-sale/webusb-receipt-printer')
      : await import('@point-of-sale/webserial-receipt-printer');
  const printer = new Library();
  printer.addEventListener('disconnected', () => {
    open = null;
  });
  return printer;
}

export async function loadLibraries(way: 'usb' | 'serial' | 'network'): Promise<void> {
  await Promise.all([way !== 'network' && load(way), import('@point-of-sale/receipt-printer-encoder')]);
}

/** Asks which printer it is, in a click, and remembers it. Resolves to false when nobody chose one. */
export async function choosePrinter(way: 'usb' | 'serial'): Promise<boolean> {
  const printer = await load(way);
  const device = await connected(printer, () => printer.connect());
  if (!device) return false;
  open = { way, printer };
  const { manufacturerName = '', productName = '', language = 'esc-pos', codepageMapping } = device;
  const name = [manufacturerName, productName].filter(Boolean).join(' ') || way.toUpperCase();
  setDevicePrinter({ way, printer: { ...device, name, language, ...(codepageMapping && { codepageMapping }) } });
  return true;
}

async function connected(printer: Printer, connect: () => Promise<void>): Promise<ConnectedPrinter | null> {
  const found = new Promise<ConnectedPrinter>((resolve) => {
    printer.addEventListener('connected', (device) => resolve(device));
  });
  await connect();
  return Promise.race([found, new Promise<null>((resolve) => setTimeout(() => resolve(null), EVENT_MS))]);
}

/** What became of a slip; `unfinished`: a printer of the network took it and said nothing more. */
type Outcome = 'printed' | 'not_there' | 'unfinished';

/** Sends rows to the receipt printer; without rows only the drawer opens. Throws what the server says of the network's. */
export async function sendSlip(rows: SlipRow[], drawer: boolean): Promise<Outcome> {
  const { way, printer: last, network }: DevicePrinter = devicePrinter();
  if (way === 'network') {
    if (!network) return 'not_there';
    const data = base64(await encoded(rows, drawer));
    const { finished } = await api.post<{ finished: boolean }>('/documents/printers/print', { printer: network, data });
    return finished ? 'printed' : 'unfinished';
  }
  if (!last || (way !== 'usb' && way !== 'serial')) return 'not_there';
  const printer = await load(way);
  if (open?.printer !== printer) {
    if (!(await connected(printer, () => printer.reconnect(last)))) return 'not_there';
    open = { way, printer };
  }
  const { language, codepageMapping } = last;
  await printer.print(await encoded(rows, drawer, { language: language as 'esc-pos', codepageMapping }));
  return 'printed';
}

type Kind = { language: 'esc-pos'; codepageMapping?: string | undefined };

/** Printers of the network don't say what they speak: nearly all of them speak ESC/POS. */
async function encoded(rows: SlipRow[], drawer: boolean, kind: Kind = { language: 'esc-pos' }): Promise<Uint8Array> {
  const { default: Encoder } = await import('@point-of-sale/receipt-printer-encoder');
  const logos = new Map<SlipRow, Picture>();
  // A picture that this browser can't show keeps nobody from a receipt.
  for (const row of rows)
    if (row.kind === 'logo') await loadLogo(row).then((logo) => logos.set(row, logo), console.warn);
  const printed = rows.filter((row) => row.kind !== 'logo' || logos.has(row));
  const draw: DrawRow = (row, dots) => (row.kind === 'logo' ? (logos.get(row) as Picture) : drawRow(row, dots));
  return encodeSlip(Encoder, printed, { paper: devicePrinter().paper, drawer, ...kind }, draw);
}

const base64 = (bytes: Uint8Array): string => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));

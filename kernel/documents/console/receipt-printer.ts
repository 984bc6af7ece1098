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

export async function loadLibraries(way: 'usb' | 'serial'): Promise<void> {
  await Promise.all([load(way), import('@point-of-sale/receipt-printer-encoder')]);
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

/** Sends rows to the receipt printer; without rows only the drawer opens. Resolves to false when it is not there. */
export async function sendSlip(rows: SlipRow[], drawer: boolean): Promise<boolean> {
  const { way, paper, printer: last }: DevicePrinter = devicePrinter();
  if (!last || (way !== 'usb' && way !== 'serial')) return false;
  const printer = await load(way);
  if (open?.printer !== printer) {
    if (!(await connected(printer, () => printer.reconnect(last)))) return false;
    open = { way, printer };
  }
  const { default: Encoder } = await import('@point-of-sale/receipt-printer-encoder');
  const language = last.language as 'esc-pos';
  const printing = { paper, language, codepageMapping: last.codepageMapping, drawer };
  const logos = new Map<SlipRow, Picture>();
  // A picture that this browser can't show keeps nobody from a receipt.
  for (const row of rows)
    if (row.kind === 'logo') await loadLogo(row).then((logo) => logos.set(row, logo), console.warn);
  const printed = rows.filter((row) => row.kind !== 'logo' || logos.has(row));
  const draw: DrawRow = (row, dots) => (row.kind === 'logo' ? (logos.get(row) as Picture) : drawRow(row, dots));
  await printer.print(encodeSlip(Encoder, printed, printing, draw));
  return true;
}

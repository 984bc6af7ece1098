import { ok, type Result, refuse } from '../../lib/result.ts';

/** A receipt printer in the network, as an owner wrote it down. */
export type NetworkPrinter = { name: string; host: string; port: number };

/** Raw printing: the first port, and those of boxes with several printers behind one address. */
const [PORT, LAST_PORT] = [9100, 9109];

/**
 * Reads a list of printers, one on a line: its name, then its address, with a port where it is another than 9100. Names of
 * machines are no addresses: they could mean another one tomorrow. Refusals: `documents.printer_line`, `printer_port`,
 * `printer_twice`.
 */
export function readPrinters(text: string): Result<NetworkPrinter[]> {
  const printers: NetworkPrinter[] = [];
  for (const line of text.split('\n').map((one) => one.trim())) {
    if (line === '') continue;
    const [, name = '', address = ''] = /^(.{0,59}\S)\s+(\S+)$/.exec(line) ?? [];
    const [, six, four, port] = /^(?:\[([0-9a-f:]+)\]|([0-9.]+))(?::(\d{1,5}))?$/i.exec(address) ?? [];
    const host = six ?? four;
    if (!name || !host || !(six ? isSix(six) : isFour(host))) return refuse('documents.printer_line');
    const at = port === undefined ? PORT : Number(port);
    if (at < PORT || at > LAST_PORT) return refuse('documents.printer_port');
    if (printers.some((other) => same(other.name, name))) return refuse('documents.printer_twice');
    printers.push({ name, host, port: at });
  }
  return ok(printers);
}

export const same = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

/** Without leading zeros, which some programs read as octal. */
const isFour = (text: string) =>
  /^(0|[1-9]\d{0,2})(\.(0|[1-9]\d{0,2})){3}$/.test(text) && text.split('.').every((part) => Number(part) < 256);
const isSix = (text: string) => URL.canParse(`http://[${text}]/`);

/** Whether bytes begin as a slip does (ESC @): what another service would understand is sent to none. */
export const beginsAsSlip = (bytes: Uint8Array): boolean => bytes[0] === 0x1b && bytes[1] === 0x40;

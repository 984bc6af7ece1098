import { type Ctx, orgOf } from '../../ctx/index.ts';
import { ok, type Result, refuse } from '../../lib/result.ts';
import { printerPolicy } from '../../outbound/index.ts';
import { getSettings } from '../../settings/index.ts';
import type { Printed, Printers } from './contract.ts';
import { beginsAsSlip, readPrinters, same } from './printers.rule.ts';
import { sendBytes } from './send-bytes.ts';
import { printerSettings } from './settings.ts';

/** What waits for one printer: more would come out long after their customers have left. */
const MAX_WAITING = 5;
/** By address and port: printers take one connection at a time. */
const turns = new Map<string, { waiting: number; last: Promise<unknown> }>();

/** The printers of the network that a desk may choose from. */
export async function listPrinters(ctx: Ctx): Promise<Result<Printers>> {
  const { network } = await getSettings(ctx, printerSettings);
  const read = readPrinters(network);
  return ok({
    on: printerPolicy(ctx.config) !== null,
    printers: read.ok ? read.data.map(({ name, host, port }) => ({ name, address: addressOf(host, port) })) : [],
  });
}

/**
 * Sends a slip, which the desk's browser has encoded, to a printer of the network that an owner set up. Refusals:
 * `auth.person_required`, and `documents.` `printers_off`, `printer_not_found`, `not_a_slip`, `printer_outside` (the
 * environment's network is another by now), `printer_busy`, `printer_no_answer` (nothing was sent), `printer_stopped`
 * (a part may have been printed).
 */
export async function printOn(ctx: Ctx, name: string, bytes: Uint8Array): Promise<Result<Printed>> {
  if (ctx.actor.kind !== 'user') return refuse('auth.person_required');
  const policy = printerPolicy(ctx.config);
  if (!policy) return refuse('documents.printers_off');
  const { network } = await getSettings(ctx, printerSettings);
  const read = readPrinters(network);
  const printer = read.ok ? read.data.find((one) => same(one.name, name)) : undefined;
  if (!printer) return refuse('documents.printer_not_found', { name });
  if (!policy.allows(printer.host)) return refuse('documents.printer_outside');
  if (!beginsAsSlip(bytes)) return refuse('documents.not_a_slip');
  const address = addressOf(printer.host, printer.port);
  const sent = await inTurn(address, () => sendBytes(policy, printer, bytes));
  ctx.log.info({ printer: address, bytes: bytes.length, sent, organization: orgOf(ctx).id }, 'printed in the network');
  if (sent === 'finished' || sent === 'unfinished') return ok({ finished: sent === 'finished' });
  return refuse(`documents.printer_${sent}`, { address: printer.host });
}

async function inTurn<T>(printer: string, work: () => Promise<T>): Promise<T | 'busy'> {
  const turn = turns.get(printer) ?? { waiting: 0, last: Promise.resolve() };
  if (turn.waiting >= MAX_WAITING) return 'busy';
  turns.set(printer, turn);
  turn.waiting += 1;
  const mine = turn.last.then(work);
  turn.last = mine;
  try {
    return await mine;
  } finally {
    turn.waiting -= 1;
    if (turn.waiting === 0) turns.delete(printer);
  }
}

const addressOf = (host: string, port: number): string =>
  host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;

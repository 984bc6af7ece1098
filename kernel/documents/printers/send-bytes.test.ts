import { afterEach, expect, test } from 'vitest';
import { networkPrinter } from '../../../test/harness/printer.ts';
import { printerPolicy } from '../../outbound/index.ts';
import { sendBytes } from './send-bytes.ts';

const policy = printerPolicy({ PRINTER_NETWORK: '127.0.0.0/8' } as never);
if (!policy) throw new Error('no policy');
// Whatever waits, waits for these; nothing else in this file depends on time.
const SOON = { connect: 2_000, write: 200, end: 200 };
const slip = Buffer.from('\u001b@a slip');

const opened: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of opened.splice(0)) await one.close();
});
const printer = async (kind: Parameters<typeof networkPrinter>[0]) => {
  const made = await networkPrinter(kind);
  opened.push(made);
  return { ...made, port: 9100 };
};

test('a printer that closes the connection has finished', async () => {
  const at = await printer('prints');
  expect(await sendBytes(policy, at, slip, { ...SOON, write: 5_000, end: 5_000 })).toBe('finished');
  expect(at.papers).toEqual([slip]);
});

test('one that takes all and says nothing may have printed', async () => {
  expect(await sendBytes(policy, await printer('silent'), slip, SOON)).toBe('unfinished');
});

test('one that takes nothing is given up, and no connection stays', async () => {
  const at = await printer('jammed');
  // More than the system keeps for it.
  expect(await sendBytes(policy, at, Buffer.alloc(64 * 1024 * 1024), SOON)).toBe('stopped');
});

test('one that is off, and addresses outside the network or by name, are not reached', async () => {
  const at = await printer('prints');
  await at.close();
  opened.splice(0);
  expect(await sendBytes(policy, at, slip, SOON)).toBe('no_answer');
  const other = await printer('prints');
  const narrow = printerPolicy({ PRINTER_NETWORK: '192.168.1.0/24' } as never);
  if (!narrow) throw new Error('no policy');
  expect(await sendBytes(narrow, other, slip, SOON)).toBe('no_answer');
  expect(await sendBytes(policy, { host: 'localhost', port: 9100 }, slip, SOON)).toBe('no_answer');
  expect(other.papers).toEqual([]);
  expect(printerPolicy({} as never)).toBeNull();
});

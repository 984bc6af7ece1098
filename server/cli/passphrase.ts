import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';

/** BACKUP_PASSPHRASE, or what a person types on the terminal, unseen. */
export async function passphraseFor(given: string | undefined): Promise<string> {
  if (given) return given;
  if (!process.stdin.isTTY)
    throw new Error('There is no passphrase: set BACKUP_PASSPHRASE to the one with which the backup was made.');
  process.stderr.write('Passphrase of the backup: ');
  const unseen = new Writable({ write: (_, __, done) => done() });
  const terminal = createInterface({ input: process.stdin, output: unseen, terminal: true });
  try {
    return (await terminal.question('')).trim();
  } finally {
    terminal.close();
    process.stderr.write('\n');
  }
}

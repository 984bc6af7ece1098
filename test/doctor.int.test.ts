/** `counterfoil doctor`: what an owner reads when something is wrong. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { useTestApp } from './harness/index.ts';

test('says in words what is wrong and what to do, and exits with 1', async () => {
  const { config } = await useTestApp();
  const env = {
    PATH: process.env.PATH,
    DATABASE_URL: config.DATABASE_URL,
    DATA_DIR: config.DATA_DIR,
    SECRET_KEY: config.SECRET_KEY,
    PUBLIC_URL: 'https://localhost:1',
    // More than any disk has.
    DISK_RESERVE_MB: '999999999',
  };
  const run = promisify(execFile)(process.execPath, ['server/main.ts', 'doctor'], { env });
  const { code, stdout } = await run.then(
    () => ({ code: 0, stdout: '' }),
    (error) => error,
  );
  expect(code).toBe(1);
  expect(stdout).toMatch(/^good {2}Versions: Node 26.*PostgreSQL 1/m);
  expect(stdout).toMatch(/^LOOK {2}PUBLIC_URL is https:\/\/localhost:1: links .* Set the address that people use\./m);
  expect(stdout).toMatch(/^BAD {3}.*https:\/\/localhost:1 gives no good certificate \(.*\): see the proxy's log\./m);
  expect(stdout).toMatch(/^BAD {3}Disk of .*: no pictures are accepted any more\. Free some/m);
  expect(stdout).toMatch(/^good {2}Clock: /m);
  expect(stdout).toMatch(/^BAD {3}No backups are made: set BACKUP_PASSPHRASE/m);
  expect(stdout).toMatch(/^LOOK {2}Mail: no server is set/m);
  expect(stdout).toMatch(/^good {2}database: works\./m);
});

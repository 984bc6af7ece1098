/** Backups that the server makes by itself run in a process of their own, so that memory they lack is not the server's. */
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { backupInProcess } from '../kernel/backup/in-process.ts';
import { type Caller, eventually, newOrganization, openTestApp, type TestApp } from './harness/index.ts';

const ROOT = `/tmp/counterfoil-test-backup-process-${process.pid}`;
let app: TestApp;
let owner: Caller;
beforeAll(async () => {
  const BACKUP_TO = join(ROOT, 'backups');
  app = await openTestApp({
    DATA_DIR: join(ROOT, 'data'),
    BACKUP_PASSPHRASE: 'five words that nobody guesses',
    BACKUP_TO,
  });
  owner = await (await newOrganization(app)).as('owner');
});
afterAll(async () => {
  await app?.close();
  rmSync(ROOT, { recursive: true, force: true });
});

const BY_ITSELF = 'make-backup.process.ts';
/** The processes of backups that this one has started. */
function processes(): number[] {
  const { pid } = process;
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean);
  return children.map(Number).filter((child) => readFileSync(`/proc/${child}/cmdline`, 'utf8').includes(BY_ITSELF));
}
const latest = async () => (await owner.get('/backups')).body.data.backups[0];

describe.runIf(process.platform === 'linux')('a backup that the server makes', () => {
  test('killed as a system does when memory runs out: the server goes on, and says why there is none', async () => {
    const making = backupInProcess(app.ctxFor(null, 'test'));
    const failed = expect(making).rejects.toThrow('ended with SIGKILL, as a system does when memory runs out.');
    const pid = await eventually(async () => processes()[0], 'the process');
    // Its heap is bounded, and it is the first to be ended.
    expect(readFileSync(`/proc/${pid}/cmdline`, 'utf8')).toMatch(/--max-old-space-size=\d+\0/);
    expect(Number(readFileSync(`/proc/${pid}/oom_score_adj`, 'utf8'))).toBe(900);
    await eventually(async () => (await latest())?.state === 'running', 'its beginning');
    process.kill(pid, 'SIGKILL');
    await failed;
    expect((await app.http.inject('/api/v1/health/ready')).statusCode).toBe(200);
  });

  test('that was asked for in the console is made there, and counts', async () => {
    expect(await owner.post('/backups')).toMatchObject({ status: 200, body: { data: { queued: true } } });
    await eventually(async () => (await latest())?.state === 'done', 'the backup');
    expect(readdirSync(join(ROOT, 'backups'))).toHaveLength(1);
    // What was killed is known as such.
    const states = (await owner.get('/backups')).body.data.backups.map(({ state }: { state: string }) => state);
    expect(states).toEqual(['done', 'failed']);
    await eventually(async () => processes().length === 0, 'its end');
  });

  test('refused, since another is being made, says so as before', async () => {
    const [one, two] = await Promise.allSettled([1, 2].map(() => backupInProcess(app.ctxFor(null, 'test'))));
    const reasons = [one, two].flatMap((each) => (each?.status === 'rejected' ? [String(each.reason.message)] : []));
    // Unless the first had ended before the second began.
    for (const reason of reasons) expect(reason).toBe('Another backup is being made: wait until it is done.');
    expect(reasons.length).toBeLessThan(2);
  });
});

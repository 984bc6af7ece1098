import { fork } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { constants, setPriority } from 'node:os';
import type { Config } from '../config/index.ts';
import type { Ctx } from '../ctx/index.ts';
import { BackupRefused } from './make-backup.ts';

export type Order = { config: Config; url: string; now: number };
export type Outcome = { done: true } | { done: false; refused: boolean; message: string };

/** For JavaScript's own objects; what is compressed and encrypted lies beside them. */
const HEAP_MB = 128;

/**
 * Makes a backup in a process of its own, whose memory is bounded and which is the first that the system ends when
 * memory runs out: the server and its database go on. Throws as makeBackup does.
 */
export async function backupInProcess({ config, services, clock }: Ctx): Promise<void> {
  const child = fork(new URL('./make-backup.process.ts', import.meta.url), {
    serialization: 'advanced',
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    execArgv: [`--max-old-space-size=${HEAP_MB}`],
  });
  const ended = once(child, 'exit') as Promise<[number | null, string | null]>;
  if (child.pid) goesFirst(child.pid);
  const order: Order = { config, url: services.database.connectionString, now: clock.now().getTime() };
  const answered = once(child, 'message') as Promise<[Outcome]>;
  child.send(order);
  const outcome = await Promise.race([answered.then(([heard]) => heard), ended]);
  if (Array.isArray(outcome)) {
    const [, signal] = outcome;
    throw new Error(
      `The process that makes backups ended with ${signal ?? 'an error'}${signal === 'SIGKILL' ? ', as a system does when memory runs out' : ''}.`,
    );
  }
  await ended;
  if (outcome.done) return;
  throw outcome.refused ? new BackupRefused(outcome.message) : new Error(outcome.message);
}

/** No person waits for it: it gets the processor last, and is ended first. */
function goesFirst(pid: number): void {
  try {
    setPriority(pid, constants.priority.PRIORITY_LOW);
    writeFileSync(`/proc/${pid}/oom_score_adj`, '900');
  } catch {
    // Not Linux, or it has ended already.
  }
}

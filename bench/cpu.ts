import { readdirSync, readFileSync } from 'node:fs';

/** Processor time so far, in milliseconds: of the server's process, and of all processes of the database. */
export type CpuTime = { server: number; database: number };

/**
 * Reads processor times from Linux, in nanoseconds (the first field of schedstat). Unlike rates they hardly depend on
 * other work of the machine. On other systems it returns NaN, which the report shows as a dash.
 */
export function cpuTime(server: number, postmaster: number): CpuTime {
  if (process.platform !== 'linux') return { server: Number.NaN, database: Number.NaN };
  let database = 0;
  for (const pid of readdirSync('/proc')) {
    if (/^\d+$/.test(pid) && (Number(pid) === postmaster || parentOf(pid) === postmaster)) database += ofProcess(pid);
  }
  return { server: ofProcess(String(server)), database };
}

/** All threads: signing, compressing and garbage collection run beside the main one. */
function ofProcess(pid: string): number {
  try {
    const threads = readdirSync(`/proc/${pid}/task`);
    return threads.reduce((sum, thread) => {
      const [running] = readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ');
      return sum + Number(running) / 1e6;
    }, 0);
  } catch {
    return 0; // the process has ended
  }
}

function parentOf(pid: string): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  } catch {
    return -1;
  }
}

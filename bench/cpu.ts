import { readdirSync, readFileSync } from 'node:fs';

/** Processor time so far, in milliseconds: of the server's process, and of all processes of the database. */
export type CpuTime = { server: number; database: number };

/**
 * Reads processor times from Linux, in nanoseconds (the first field of schedstat). Unlike rates they hardly depend on
 * other work of the machine. On other systems it returns NaN, which the report shows as a dash.
 */
export function cpuTime(server: number, postmaster: number): CpuTime {
  if (process.platform !== 'linux') return { server: Number.NaN, database: Number.NaN };
  let database = ofEnded(postmaster);
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

/** Of the processes that it had and that ended, such as those of autovacuum: cutime and cstime, in ticks of 10 ms. */
function ofEnded(postmaster: number): number {
  const fields = statOf(postmaster);
  return (Number(fields?.[13] ?? 0) + Number(fields?.[14] ?? 0)) * 10;
}

const parentOf = (pid: string): number => Number(statOf(pid)?.[1] ?? -1);

/** The fields of /proc/<pid>/stat after the name, from the state on; undefined when the process has ended. */
function statOf(pid: string | number): string[] | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return undefined;
  }
}

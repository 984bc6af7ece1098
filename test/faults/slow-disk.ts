import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const CGROUP = '/sys/fs/cgroup/blkio';
const THROTTLE = 'blkio.throttle.write_iops_device';
/** The kernel's own limit of a block device, by control groups of the first version; the second has `io.max`. */
export const canSlow =
  process.platform === 'linux' &&
  process.getuid?.() === 0 &&
  existsSync('/dev/loop-control') &&
  existsSync('/sbin/mkfs.ext4') &&
  existsSync(join(CGROUP, THROTTLE));

/** A small disk of its own at `at`: ext4 on a loop device, whose writes can be slowed down for some processes. */
export class SmallDisk {
  readonly #at: string;
  readonly #group: string;

  constructor(at: string, image: string, megabytes: number) {
    this.#at = at;
    this.#group = join(CGROUP, `counterfoil-test-${process.pid}`);
    execFileSync('truncate', ['-s', `${megabytes}M`, image]);
    execFileSync('mkfs.ext4', ['-q', '-m', '0', '-O', '^has_journal', image]);
    // The loop device goes when it is unmounted.
    execFileSync('mount', ['-o', 'loop', image, at]);
  }

  /** Lets the process `pid`, and those that it starts from now on, write so many times a second only. */
  slow(pids: number[], writes: number): void {
    if (!existsSync(this.#group)) mkdirSync(this.#group);
    const { dev } = statSync(this.#at);
    const device = `${Math.floor(dev / 256)}:${dev % 256}`;
    writeFileSync(join(this.#group, THROTTLE), `${device} ${writes}`);
    for (const pid of pids) this.#put(pid, this.#group);
  }

  /** All of them write as fast as the disk can. */
  fast(): void {
    if (!existsSync(this.#group)) return;
    for (const pid of readFileSync(join(this.#group, 'cgroup.procs'), 'utf8').split('\n').filter(Boolean))
      this.#put(Number(pid), CGROUP);
  }

  remove(): void {
    this.fast();
    if (existsSync(this.#group)) rmdirSync(this.#group);
    execFileSync('umount', [this.#at]);
  }

  #put(pid: number, group: string): void {
    try {
      writeFileSync(join(group, 'cgroup.procs'), String(pid));
    } catch (error) {
      // It has ended meanwhile.
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  }
}

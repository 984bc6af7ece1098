import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, statfsSync } from 'node:fs';
import { join } from 'node:path';
import { programFolder } from '../e2e/support/data-folder.ts';
import { endedAmong, freePort, run, type Server } from '../e2e/support/server.ts';
import type { Random } from '../fuzz/random.ts';
import { FakeClock, hasFakeClock } from './clock.ts';
import type { Stage } from './ground.ts';
import { LossyNetwork } from './lossy.ts';
import { PostgresNode } from './node.ts';
import { canSlow, SmallDisk } from './slow-disk.ts';

/** Megabytes of the database's disk, of which an empty database needs some eighty. */
const DISK_MB = 900;
type Disk = { disk: string; small: SmallDisk | null };
export const canMount = process.platform === 'linux' && process.getuid?.() === 0;

/**
 * A database on a disk of its own, which may be full or slow, a network that may be made worse, a clock that may be set,
 * and a web process and a worker.
 */
export class Site implements Stage {
  readonly #disk: string;
  readonly #env: Record<string, string>;
  readonly node: PostgresNode;
  readonly network: LossyNetwork;
  readonly clock: FakeClock;
  /** where one can be made that can be slowed down; else the disk is in memory */
  readonly #small: SmallDisk | null;
  web!: Server;
  #worker!: Server;

  private constructor(
    dir: string,
    { disk, small, node, network, clock }: Pick<Site, 'node' | 'network' | 'clock'> & Disk,
    port: number,
  ) {
    this.#disk = disk;
    this.#small = small;
    this.node = node;
    this.network = network;
    this.clock = clock;
    const url = new URL(node.url());
    url.port = String(network.port);
    this.#env = {
      DATABASE_URL: url.href,
      DATA_DIR: join(dir, 'program'),
      PORT: String(port),
      PUBLIC_URL: `http://localhost:${port}`,
      RATE_LIMIT_PER_MINUTE: '1000000',
      ...(hasFakeClock && clock.env),
    };
  }

  static async start(dir: string, random: Random): Promise<Site> {
    const disk = join(dir, 'disk');
    mkdirSync(disk);
    const small = canSlow ? new SmallDisk(disk, join(dir, 'image'), DISK_MB) : null;
    if (!small && canMount) execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${DISK_MB}m,mode=711`, 'tmpfs', disk]);
    programFolder(join(dir, 'program'));
    const clock = new FakeClock(dir);
    const settings = { wal_keep_size: '0', max_wal_size: '128MB' };
    const node = await PostgresNode.create(join(disk, 'database'), settings, hasFakeClock ? clock.env : {});
    const network = await LossyNetwork.start(node.port, random);
    const site = new Site(dir, { disk, small, node, network, clock }, await freePort());
    site.web = run(['start', '--role=web'], site.#env);
    await site.web.printed(/Counterfoil is open at/);
    site.#worker = run(['start', '--role=worker'], site.#env);
    return site;
  }

  get adminUrl(): string {
    return this.node.adminUrl;
  }

  /** Leaves nothing free on the database's disk; the returned function gives it back. */
  fillDisk(): () => void {
    const ballast = join(this.#disk, 'ballast');
    const { bavail, bsize } = statfsSync(this.#disk);
    // Nearly all of it at once, then the rest, of which a file system needs some for itself.
    execFileSync('fallocate', ['-l', String(Math.floor(bavail * bsize * 0.98)), ballast]);
    spawnSync('dd', ['if=/dev/zero', `of=${ballast}`, 'bs=4k', 'oflag=append', 'conv=notrunc'], { stdio: 'ignore' });
    return () => rmSync(ballast);
  }

  /** Lets the database write so many times a second only; the returned function ends that. */
  slowDisk(writes: number): () => void {
    this.#small?.slow(this.node.pids(), writes);
    return () => this.#small?.fast();
  }

  ended(): string[] {
    return endedAmong({ web: this.web, worker: this.#worker });
  }

  command(args: string[]): Server {
    return run(args, this.#env);
  }

  async stop(): Promise<void> {
    await Promise.all([this.web?.stop(), this.#worker?.stop()]);
    await this.network.stop();
    await this.node.stop();
    if (this.#small) this.#small.remove();
    else if (canMount) execFileSync('umount', [this.#disk]);
  }
}

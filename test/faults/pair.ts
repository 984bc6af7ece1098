import { join } from 'node:path';
import { programFolder } from '../e2e/support/data-folder.ts';
import { endedAmong, freePort, run, type Server } from '../e2e/support/server.ts';
import type { Stage } from './ground.ts';
import { PostgresNode } from './node.ts';

/**
 * A primary and a standby with synchronous replication, and a web process and a worker that know both by one address.
 */
export class Pair implements Stage {
  readonly #dir: string;
  readonly #env: Record<string, string>;
  primary: PostgresNode;
  standby: PostgresNode;
  web!: Server;
  #worker!: Server;

  private constructor(dir: string, primary: PostgresNode, standby: PostgresNode, port: number) {
    this.#dir = dir;
    this.primary = primary;
    this.standby = standby;
    this.#env = {
      DATABASE_URL: `${primary.url([standby])}?target_session_attrs=read-write`,
      // Its own folder, which it closes to other accounts.
      DATA_DIR: join(dir, 'program'),
      PORT: String(port),
      PUBLIC_URL: `http://localhost:${port}`,
      RATE_LIMIT_PER_MINUTE: '1000000',
    };
  }

  static async start(dir: string): Promise<Pair> {
    programFolder(join(dir, 'program'));
    const primary = await PostgresNode.create(join(dir, 'one'));
    const standby = await primary.standby(join(dir, 'two'));
    await primary.insistOnStandby();
    const pair = new Pair(dir, primary, standby, await freePort());
    pair.web = run(['start', '--role=web'], pair.#env);
    await pair.web.printed(/Counterfoil is open at/);
    pair.#worker = run(['start', '--role=worker'], pair.#env);
    return pair;
  }

  get adminUrl(): string {
    return this.primary.adminUrl;
  }

  /** Kills the primary and makes the standby the primary, as whoever watches over the two would. */
  async failOver(): Promise<void> {
    const killed = this.primary;
    await killed.kill();
    await this.standby.promote();
    [this.primary, this.standby] = [this.standby, killed];
  }

  /** Puts a new standby in the place of the dead one, and has commits wait for it again. */
  async replaceStandby(): Promise<void> {
    const { port } = this.standby;
    await this.standby.stop();
    this.standby = await this.primary.standby(join(this.#dir, `standby-${Date.now()}`), {}, port);
    await this.primary.insistOnStandby();
  }

  /** Processes that ended although nobody killed them. */
  ended(): string[] {
    return endedAmong({ web: this.web, worker: this.#worker });
  }

  command(args: string[]): Server {
    return run(args, this.#env);
  }

  async stop(): Promise<void> {
    await Promise.all([this.web?.stop(), this.#worker?.stop()]);
    await this.standby.stop();
    await this.primary.stop();
  }
}

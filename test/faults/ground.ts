import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../kernel/embedded-postgres/index.ts';
import { type Caller, cookieOf, found, openExhibition, scannerToken, send } from '../e2e/support/api.ts';
import { endedAmong, freePort, run, type Server } from '../e2e/support/server.ts';

/** What is killed: the web process, the worker, the whole database, or one of its connections. */
export const TARGETS = ['web', 'worker', 'database', 'connection'] as const;
export type Target = (typeof TARGETS)[number];

const STUDENTS = 60;
/** A process that is just starting ends when it can't reach the database, and whatever supervises it starts it again. */
const STARTS_MS = 15_000;

/** What work and checks need of a running installation. */
export type Stage = { web: Server; adminUrl: string; command(args: string[]): Server };

/** A database, a web process and a worker, each a process of its own that can be killed. */
export class Machines {
  readonly #dataDir: string;
  readonly #env: Record<string, string>;
  web!: Server;
  #worker!: Server;
  #workerSince = 0;
  /** how often the worker was started again, since the database was killed while it started */
  supervised = 0;
  #postgres!: EmbeddedPostgres;

  private constructor(dataDir: string, env: Record<string, string>) {
    this.#dataDir = dataDir;
    this.#env = env;
  }

  static async start(dataDir: string): Promise<Machines> {
    const postgres = await startEmbeddedPostgres({ dataDir });
    const port = String(await freePort());
    const machines = new Machines(dataDir, {
      DATABASE_URL: postgres.connectionString,
      DATA_DIR: dataDir,
      PORT: port,
      PUBLIC_URL: `http://localhost:${port}`,
      RATE_LIMIT_PER_MINUTE: '1000000',
    });
    machines.#postgres = postgres;
    await machines.#startWeb();
    machines.#startWorker();
    return machines;
  }

  get adminUrl(): string {
    return this.#postgres.adminConnectionString.replace('/postgres?', '/counterfoil?');
  }

  /** Kills without a warning, as when the power fails, and starts again what does not come back by itself. */
  async kill(target: Target): Promise<void> {
    if (target === 'web') {
      await gone(this.web);
      await this.#startWeb();
    } else if (target === 'worker') {
      await gone(this.#worker);
      this.#startWorker();
    } else if (target === 'connection') {
      // The database breaks off all connections and recovers, as after a crash.
      const backend = this.#backends().at(Math.floor(Math.random() * 8));
      if (backend) process.kill(backend, 'SIGKILL');
    } else {
      process.kill(this.#postmaster(), 'SIGKILL');
      await this.#postgres.exited;
      this.#postgres = await startEmbeddedPostgres({ dataDir: this.#dataDir });
      if (this.#postgres.connectionString !== this.#env.DATABASE_URL) throw new Error('the database moved');
    }
  }

  /** Processes that ended although nobody killed them; a worker that was starting is started again. */
  ended(): string[] {
    const { child, output } = this.#worker;
    const starting = performance.now() - this.#workerSince < STARTS_MS;
    if (
      starting &&
      child.exitCode === 1 &&
      /the database (can not be reached|system is)|terminat|ended/i.test(output())
    ) {
      this.supervised++;
      this.#startWorker();
    }
    return endedAmong({ web: this.web, worker: this.#worker });
  }

  /** A command of the program, on the same database. */
  command(args: string[]): Server {
    return run(args, this.#env);
  }

  async stop(): Promise<void> {
    await Promise.all([this.web.stop(), this.#worker.stop()]);
    await this.#postgres.stop();
  }

  async #startWeb(): Promise<void> {
    this.web = run(['start', '--role=web'], this.#env);
    await this.web.printed(/Counterfoil is open at/);
  }

  #startWorker(): void {
    this.#workerSince = performance.now();
    this.#worker = run(['start', '--role=worker'], this.#env);
  }

  #postmaster(): number {
    return Number(readFileSync(join(this.#dataDir, 'postgres/data/postmaster.pid'), 'utf8').split('\n')[0]);
  }

  /** Process ids of connections. */
  #backends(): number[] {
    const parent = this.#postmaster();
    const children = readFileSync(`/proc/${parent}/task/${parent}/children`, 'utf8').trim().split(' ').map(Number);
    return children.filter((pid) => / \[local\] /.test(readFileSync(`/proc/${pid}/cmdline`, 'utf8')));
  }
}

async function gone(server: Server): Promise<void> {
  server.child.kill('SIGKILL');
  await server.exited;
}

export type Ground = Awaited<ReturnType<typeof layGround>>;

/** One organization with something of each module to sell, serve and count. */
export async function layGround({ web }: Pick<Stage, 'web'>) {
  const call = await found(web, ['exhibition', 'raffle', 'mess', 'electricity', 'coffee']);
  const exhibition = await openExhibition(call);
  const customer = await call<{ code: string }>('POST', '/exhibition/customers', {
    name: 'Ananya Rao',
    email: 'ananya@faults.example',
    phone: '+919845012345',
    exhibition_id: exhibition.id,
  });
  const raffle = await call<{ id: string }>('POST', '/raffle/raffles', {
    title: 'Onam raffle',
    ticket_price: '50',
    last_number: 90_000,
    active: true,
    pay_to: 'UPI onam@bank',
  });
  await call('PUT', '/mess/meals', {
    meals: [{ code: 'lunch', name: 'Lunch', starts: '00:00', ends: '23:59', active: true }],
  });
  const day = (offset: number) => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);
  await call('POST', '/mess/cycles', { name: 'Now', starts_on: day(-3), ends_on: day(20), price: '3000' });
  const codes: string[] = [];
  for (let n = 1; n <= STUDENTS; n++) {
    const input = { name: `Student ${n}`, roll_number: `R${n}`, approve: true };
    const student = await call<{ id: string; qr: string }>('POST', '/mess/students', input);
    await call('POST', `/mess/students/${student.id}/cash`, {});
    codes.push(student.qr);
  }
  await call('POST', '/electricity/tariffs', {
    starts_on: day(-40),
    name: 'Faults',
    vat_percent: '18',
    levy_percent: '0',
    fee: '0',
    classes: [
      {
        code: 'residential',
        name: 'Residential',
        blocks: [
          { up_to_kwh: 20, price: '5' },
          { up_to_kwh: null, price: '9' },
        ],
      },
    ],
  });
  const meter = await call<{ id: string }>('POST', '/electricity/meters', {
    tariff_class: 'residential',
    name: 'Home',
  });
  return {
    customer: customer.code,
    raffle: raffle.id,
    meter: meter.id,
    codes,
    scanner: await scannerToken(web, call, 'Gate'),
    coffee: await coffeeMachines(web, call),
    cookie: await cookieOf(web),
  };
}

/** Two coffee machines that have registered. */
async function coffeeMachines(web: Server, call: Caller): Promise<{ id: string; token: string }[]> {
  const merchant = await call<{ id: string }>('POST', '/coffee/merchants', { name: 'Kiosks' });
  const machines: { id: string; token: string }[] = [];
  for (const serial of ['CM-1', 'CM-2']) {
    const input = { serial, merchant_id: merchant.id, model: 'Uno' };
    const { machine, code } = await call<{ machine: { id: string }; code: string }>('POST', '/coffee/machines', input);
    const answer = await send(web, 'POST', '/coffee/register', { code, firmware: '1.0.0' });
    const { data } = (await answer.json()) as { data: { token: string } };
    machines.push({ id: machine.id, token: data.token });
  }
  return machines;
}

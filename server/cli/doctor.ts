import { statfs } from 'node:fs/promises';
import { totalmem } from 'node:os';
import { connect } from 'node:tls';
import { sql } from 'kysely';
import { backupWarning } from '../../kernel/backup/index.ts';
import { type Config, ConfigSchema } from '../../kernel/config/index.ts';
import type { Ctx } from '../../kernel/ctx/index.ts';
import { findOrganization } from '../../kernel/db/index.ts';
import { isOnlyHere } from '../../kernel/lib/only-here.ts';
import { aheadOfWorld } from '../../kernel/outbound/index.ts';
import { lanAddress } from '../../kernel/start/index.ts';
import type { OpenServices } from '../app.ts';
import { olderSettings } from './older-settings.ts';
import { withApp } from './open.ts';

/** `look`: it works, but somebody should look. `bad`: something people need doesn't work. */
type Finding = { state: 'good' | 'look' | 'bad'; text: string };
type Check = (ctx: Ctx, opened: OpenServices) => Promise<Finding | Finding[]>;

const good = (text: string): Finding => ({ state: 'good', text });
const look = (text: string): Finding => ({ state: 'look', text });
const bad = (text: string): Finding => ({ state: 'bad', text });
const GIGABYTE = 1024 ** 3;
const DAY_MS = 86_400_000;
const SMALLEST_MEMORY = 0.9 * GIGABYTE;
/** Codes of authenticator apps and signatures of providers stand a minute or so, and a backup its second. */
const CLOCK_MAY_DIFFER_MS = 5_000;
/** So many organizations' services are asked; more would take minutes. */
const MAX_ORGANIZATIONS = 50;

/** Checks the installation and says in words what to do. Exits with 1 when something is bad. */
export function doctorCommand(): Promise<void> {
  return withApp(async (opened) => {
    const ctx = opened.ctxFor(null, 'doctor');
    let worst = 0;
    for (const check of [
      versions,
      ofOlderPrograms,
      organizations,
      address,
      certificate,
      tokens,
      disk,
      memory,
      clock,
      world,
      backups,
      parts,
      services,
    ]) {
      const found = await check(ctx, opened).catch((error: Error) =>
        bad(`A check could not be made: ${error.message}`),
      );
      for (const { state, text } of [found].flat()) {
        console.log(`${MARKS[state]}  ${text}`);
        if (state === 'bad') worst = 1;
      }
    }
    return worst;
  });
}

const MARKS = { good: 'good', look: 'LOOK', bad: 'BAD ' };

const versions: Check = async (ctx) => {
  const { rows } = await sql<{ version: string }>`select current_setting('server_version') as version`.execute(
    ctx.system,
  );
  return good(`Versions: Node ${process.versions.node}, PostgreSQL ${rows[0]?.version}. The settings have no mistake.`);
};

const ofOlderPrograms: Check = async () =>
  olderSettings(Object.keys(process.env), Object.keys(ConfigSchema.properties)).map(look);

const organizations: Check = async (ctx, { installation }) => {
  const { count } = await ctx.system
    .selectFrom('organization')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return Number(count) === 0
    ? bad(
        `Installation ${installation.id} is empty: it has no organization. Make one (counterfoil setup), or see the first line: perhaps the server has its data elsewhere.`,
      )
    : good(`Installation ${installation.id}: ${count} ${Number(count) === 1 ? 'organization' : 'organizations'}.`);
};

const address: Check = async ({ config }) =>
  isOnlyHere(config.PUBLIC_URL)
    ? look(
        `PUBLIC_URL is ${config.PUBLIC_URL}: links in mails and QR codes work on this machine only. Set the address that people use${proposed(config)}.`,
      )
    : good(`People reach this server at ${config.PUBLIC_URL}.`);

const proposed = (config: Config): string => {
  const found = lanAddress(config);
  return found === null ? '' : `, such as ${found} in this network (with HOST=0.0.0.0)`;
};

const certificate: Check = async ({ config }) => {
  const url = new URL(config.PUBLIC_URL);
  if (url.protocol !== 'https:')
    return look(
      'PUBLIC_URL has no https: phones give no camera to such a page. Put a proxy with a certificate before it.',
    );
  const until = await certificateEnd(url);
  const days = Math.floor((until.getTime() - Date.now()) / DAY_MS);
  const text = `The certificate of ${url.hostname} is good until ${until.toISOString().slice(0, 10)}, for ${days} days`;
  return days < 14 ? look(`${text}: see why the proxy doesn't renew it.`) : good(`${text}.`);
};

function certificateEnd(url: URL): Promise<Date> {
  return new Promise((resolve, reject) => {
    const socket = connect({
      host: url.hostname,
      port: Number(url.port || 443),
      servername: url.hostname,
      timeout: 10_000,
    });
    const failed = (error: Error) =>
      reject(new Error(`${url.origin} gives no good certificate (${error.message}): see the proxy's log.`));
    socket.once('error', failed);
    socket.once('timeout', () => socket.destroy(new Error('no answer')));
    socket.once('secureConnect', () => {
      resolve(new Date(socket.getPeerCertificate().valid_to));
      socket.destroy();
    });
  });
}

const tokens: Check = async ({ config }) =>
  config.ENABLE_DEVICE_TOKEN
    ? []
    : bad(
        'ENABLE_DEVICE_TOKEN is false: anybody in the network can report as any machine. Remove it, unless nobody else can enter that network.',
      );

const disk: Check = async ({ config }) => {
  const { bavail, bsize, blocks } = await statfs(config.DATA_DIR);
  const [free, all] = [bavail * bsize, blocks * bsize];
  const text = `Disk of ${config.DATA_DIR}: ${(free / GIGABYTE).toFixed(1)} GB of ${(all / GIGABYTE).toFixed(1)} GB are free`;
  if (free < config.DISK_RESERVE_MB * 1024 ** 2)
    return bad(`${text}: no pictures are accepted any more. Free some (docs/runbooks/disk-full.md).`);
  return free < all / 10 ? look(`${text}: free some, or take a larger one.`) : good(`${text}.`);
};

const memory: Check = async () => judgeMemory(Math.min(process.constrainedMemory() || Infinity, totalmem()));

/** @param bytes of this machine or, less, of its container */
export function judgeMemory(bytes: number): Finding {
  const text = `Memory: ${(bytes / GIGABYTE).toFixed(1)} GB`;
  // What "1 GB" is sold as has a little less, which the system itself keeps.
  return bytes < SMALLEST_MEMORY
    ? look(`${text}. Give it 1 GB, or swap: under load, and while a backup is made, less may not be enough.`)
    : good(`${text}.`);
}

const clock: Check = async (ctx) => {
  const before = Date.now();
  const { rows } = await sql<{ now: Date }>`select clock_timestamp() as now`.execute(ctx.system);
  const apart = Math.abs((rows[0]?.now.getTime() ?? 0) - (before + Date.now()) / 2);
  return apart > CLOCK_MAY_DIFFER_MS
    ? bad(
        `The clocks of this machine and the database are ${Math.round(apart / 1000)} seconds apart: switch time synchronization on for both.`,
      )
    : good(`Clock: ${new Date().toISOString()}, here and in the database.`);
};

const world: Check = async ({ config: { CLOCK_SERVER } }) => {
  const ahead = await aheadOfWorld(CLOCK_SERVER).catch((error: Error) => error);
  if (ahead instanceof Error)
    return look(
      `Nobody could say whether the clock is right (${ahead.message}): see that time synchronization is on (timedatectl).`,
    );
  const seconds = Math.round(Math.abs(ahead) / 1000);
  return Math.abs(ahead) > CLOCK_MAY_DIFFER_MS
    ? bad(
        `The clock of this machine is ${seconds} seconds ${ahead > 0 ? 'ahead' : 'behind'}, says ${CLOCK_SERVER}: switch time synchronization on (timedatectl set-ntp true).`,
      )
    : good(`The clock is right, says ${CLOCK_SERVER}.`);
};

const backups: Check = async (ctx) => {
  const { warning, last_good_at: at, seen } = await backupWarning(ctx, true);
  if (warning === 'off') return bad('No backups are made: set BACKUP_PASSPHRASE (docs/guides/backup-and-restore.md).');
  if (warning === 'none') return bad('There is no backup yet: make one, counterfoil backup.');
  const text = `The last good backup is of ${at}`;
  if (warning === 'old') return bad(`${text}: counterfoil backup says what is wrong.`);
  if (warning) return bad(`${text}, but ${FAULTS[warning]}`);
  const looked = `${text}; its file is there, with its size and a readable beginning`;
  return seen?.other_disk === false
    ? look(`${looked}, but on the disk of the data: name another disk or a bucket in BACKUP_TO.`)
    : good(`${looked}.`);
};

const FAULTS: Record<string, string> = {
  gone: 'its file is not there: see BACKUP_TO, and make one (counterfoil backup).',
  damaged: 'its file is not as it was written: make one (counterfoil backup), and see the disk.',
  unmounted: 'its disk is not mounted: mount it.',
  unreachable: 'its place does not answer: see BACKUP_TO.',
};

/** What the health check says, in words: part → detail → what to do; '' for any other detail. */
const WORDS: Record<string, Record<string, string>> = {
  queue: {
    no_worker:
      'No process runs jobs: mail, backups and nightly work wait. Start the server, or one with --role=worker.',
  },
  mail: {
    behind: 'Mail waits for more than two minutes: see docs/runbooks/mail-stuck.md.',
    '': 'The mail server does not answer or refuses us: see docs/runbooks/mail-stuck.md.',
  },
  payments: { hanging: 'Payments wait too long for their provider: the console lists them under Payments.' },
  inbox: { '': 'Messages from outside wait or could not be processed: the console lists them.' },
  mirror: { '': 'Rows for a spreadsheet wait or were refused: the console lists them under Spreadsheet.' },
};

const parts: Check = async ({ services }) => {
  const { parts } = await services.health.all();
  // Backups have a check of their own, and so have channels: how they answer is known to the process that sends.
  const others = Object.entries(parts).filter(([name]) => name !== 'backup' && name !== 'channels');
  return others.map(([name, { state, detail = '' }]) => {
    if (state === 'off')
      return name === 'mail'
        ? look('Mail: no server is set, so mail stays in the console. Set EMAIL_HOST.')
        : good(`${name}: not set up.`);
    if (state === 'up') return good(name === 'mail' ? 'mail: none waits too long.' : `${name}: works.`);
    const words = WORDS[name]?.[detail] ?? WORDS[name]?.[''] ?? 'the log of the server says more.';
    return (state === 'down' ? bad : look)(`${name}${detail && ` (${detail})`}: ${words}`);
  });
};

const sentence = (text: string) => (/[.!?]$/.test(text) ? text : `${text}.`);

/** Mail servers, chat channels and payment providers, each asked with the account of the organization that uses it. */
const services: Check = async (ctx, { boot, ctxFor }) => {
  const rows = await ctx.system
    .selectFrom('organization')
    .select('id')
    .orderBy('created_at')
    .limit(MAX_ORGANIZATIONS + 1)
    .execute();
  const found: Finding[] = [];
  for (const row of rows.slice(0, MAX_ORGANIZATIONS)) {
    const organization = await findOrganization(ctx.system, row);
    if (!organization) continue;
    const inside = ctxFor(organization, 'doctor');
    for (const { probe } of boot.manifests)
      for (const { service, fault } of (await probe?.(inside)) ?? [])
        found.push(
          fault === null
            ? good(`${service} of ${organization.name}: accepts us.`)
            : bad(
                `${service} of ${organization.name}: ${sentence(fault)} Correct the account in its Settings, or in the environment.`,
              ),
        );
  }
  if (rows.length > MAX_ORGANIZATIONS)
    found.push(look(`Only the services of the ${MAX_ORGANIZATIONS} oldest organizations were asked.`));
  return found;
};

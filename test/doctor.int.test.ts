/** `counterfoil doctor`: what an owner reads when something is wrong, and when nothing is. */
import { execFile, execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { backupName } from '../kernel/backup/targets/backup-name.rule.ts';
import { newId } from '../kernel/lib/ids.ts';
import { patchSettings } from '../kernel/settings/index.ts';
import { KEYS, startFakeMobileMoney } from './fakes/mobile-money.ts';
import { startFakeSmtp } from './fakes/smtp.ts';
import { STRIPE, startFakeStripe } from './fakes/stripe.ts';
import { startFakeTelegram, TELEGRAM_TOKEN } from './fakes/telegram.ts';
import { startFakeTimeServer } from './fakes/time-server.ts';
import { startFakeTwilio, TWILIO } from './fakes/twilio.ts';
import { startFakeWhatsApp } from './fakes/whatsapp.ts';
import { FakeClock, hasFakeClock } from './faults/clock.ts';
import { newOrganization, openTestApp, type TestApp, type TestOrganization } from './harness/index.ts';

const folder = mkdtempSync(join(tmpdir(), 'counterfoil-doctor-'));
const hasOpenssl = !spawnSync('openssl', ['version']).error;
let app: TestApp;
let organization: TestOrganization;
let time: Awaited<ReturnType<typeof startFakeTimeServer>>;
beforeAll(async () => {
  app = await openTestApp({});
  organization = await newOrganization(app);
  time = await startFakeTimeServer();
});
afterAll(async () => {
  await app?.close();
  await time?.stop();
  rmSync(folder, { recursive: true });
});

async function doctor(over: Record<string, string>): Promise<{ code: number; stdout: string }> {
  const { DATABASE_URL, DATA_DIR, SECRET_KEY } = app.config;
  const env = { PATH: process.env.PATH, DATABASE_URL, DATA_DIR, SECRET_KEY, CLOCK_SERVER: time.address, ...over };
  return promisify(execFile)(process.execPath, ['server/main.ts', 'doctor'], { env }).then(
    ({ stdout }) => ({ code: 0, stdout }),
    ({ code, stdout }) => ({ code, stdout }),
  );
}

/** An https server on this machine, whose certificate is good for so many days. */
async function withCertificate(days: number) {
  const [key, cert] = ['key.pem', 'cert.pem'].map((name) => join(folder, name)) as [string, string];
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
  const made = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', String(days)];
  execFileSync('openssl', ['req', '-x509', ...made, ...subject, '-keyout', key, '-out', cert], { stdio: 'ignore' });
  const read = (path: string) => execFileSync('cat', [path]);
  const server = createServer({ key: read(key), cert: read(cert) });
  await new Promise<void>((ready) => server.listen(0, 'localhost', ready));
  const { port } = server.address() as AddressInfo;
  return {
    env: { PUBLIC_URL: `https://localhost:${port}`, NODE_EXTRA_CA_CERTS: cert },
    stop: () => void server.close(),
  };
}

async function backupMade(hours: number) {
  const started_at = new Date(Date.now() - hours * 3_600_000);
  const name = backupName(started_at, null);
  writeFileSync(join(folder, name), 'age-encryption.org/v1\n-> scrypt and so on');
  const values = { id: newId(), place: folder, name, started_at, ended_at: new Date() };
  await app.boot.database.system
    .insertInto('backup')
    .values({ ...values, state: 'done' })
    .execute();
}

test('says in words what is wrong and what to do, and exits with 1', async () => {
  time.aheadMs = 3_600_000;
  const { code, stdout } = await doctor({
    PUBLIC_URL: 'https://localhost:1',
    ENABLE_DEVICE_TOKEN: 'false',
    // More than any disk has.
    DISK_RESERVE_MB: '999999999',
  });
  time.aheadMs = 0;
  expect(code).toBe(1);
  expect(stdout).toMatch(/^good {2}Versions: Node 26.*PostgreSQL 1/m);
  expect(stdout).toMatch(
    /^LOOK {2}PUBLIC_URL is https:\/\/localhost:1: links .* Set the address that people use(, such as http:\/\/[\d.]+:\d+ in this network \(with HOST=0\.0\.0\.0\))?\./m,
  );
  expect(stdout).toMatch(/^BAD {3}.*https:\/\/localhost:1 gives no good certificate \(.*\): see the proxy's log\./m);
  expect(stdout).toMatch(/^BAD {3}ENABLE_DEVICE_TOKEN is false: anybody in the network can report as any machine\./m);
  expect(stdout).toMatch(/^BAD {3}Disk of .*: no pictures are accepted any more\. Free some/m);
  expect(stdout).toMatch(/^good {2}Clock: /m);
  expect(stdout).toMatch(/^BAD {3}The clock of this machine is 3600 seconds behind, says .*set-ntp true/m);
  expect(stdout).toMatch(/^BAD {3}No backups are made: set BACKUP_PASSPHRASE/m);
  expect(stdout).toMatch(/^LOOK {2}Mail: no server is set/m);
  expect(stdout).toMatch(/^good {2}database: works\./m);
});

test.skipIf(!hasOpenssl)(
  'a certificate that ends soon, an old backup, services that refuse or do not answer',
  async () => {
    const proxy = await withCertificate(5);
    const telegram = await startFakeTelegram([]);
    const stripe = await startFakeStripe();
    await backupMade(60);
    const kept = await patchSettings(organization.ctx, 'stripe', {
      secret_key: 'sk_test_an_old_one',
      webhook_secret: STRIPE.webhookSecret,
    });
    expect(kept).toMatchObject({ ok: true });
    try {
      const { code, stdout } = await doctor({
        ...proxy.env,
        BACKUP_PASSPHRASE: 'a long passphrase',
        EMAIL_HOST: '127.0.0.1',
        EMAIL_PORT: '1',
        TELEGRAM_BOT_TOKEN: TELEGRAM_TOKEN,
        TELEGRAM_API_ROOT: telegram.root,
        STRIPE_API_ROOT: stripe.root,
      });
      const { name } = organization.ctx.organization as { name: string };
      expect(code).toBe(1);
      expect(stdout).toMatch(
        /^LOOK {2}The certificate of localhost is good until .*, for [45] days: see why the proxy/m,
      );
      expect(stdout).toMatch(/^BAD {3}The last good backup is of .*: counterfoil backup says what is wrong/m);
      expect(stdout).toMatch(new RegExp(`^BAD {3}E-mail of ${name}: .*Correct the account`, 'm'));
      expect(stdout).toMatch(new RegExp(`^BAD {3}Telegram of ${name}: .*401: Unauthorized`, 'm'));
      expect(stdout).toMatch(new RegExp(`^BAD {3}card \\(Stripe\\) of ${name}: Stripe 401: .*Invalid API Key`, 'm'));
    } finally {
      proxy.stop();
      await Promise.all([telegram.close(), stripe.stop()]);
    }
  },
);

test.skipIf(!hasOpenssl)('when nothing is wrong it says so, and exits with 0', async () => {
  const proxy = await withCertificate(80);
  const [smtp, telegram, stripe] = [await startFakeSmtp(), await startFakeTelegram(), await startFakeStripe()];
  await backupMade(3);
  await patchSettings(organization.ctx, 'stripe', { secret_key: STRIPE.secretKey });
  try {
    const { code, stdout } = await doctor({
      ...proxy.env,
      // No disk of a test machine is too full for this; where it is nearly so, it says LOOK.
      DISK_RESERVE_MB: '1',
      BACKUP_PASSPHRASE: 'a long passphrase',
      EMAIL_HOST: smtp.host,
      EMAIL_PORT: String(smtp.port),
      EMAIL_USE_TLS: 'false',
      TELEGRAM_BOT_TOKEN: TELEGRAM_TOKEN,
      TELEGRAM_API_ROOT: telegram.root,
      STRIPE_API_ROOT: stripe.root,
    });
    expect(stdout).not.toMatch(/^BAD/m);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^good {2}The certificate of localhost is good until .*, for (79|80) days\./m);
    expect(stdout).toMatch(/^good {2}The clock is right, says /m);
    expect(stdout).toMatch(
      /^LOOK {2}The last good backup is of .*; its file is there, .* on the disk of the data: name another/m,
    );
    for (const service of ['E-mail', 'Telegram', 'card \\(Stripe\\)'])
      expect(stdout).toMatch(new RegExp(`^good {2}${service} of .*: accepts us\\.`, 'm'));
    // It signed in and sent nothing.
    expect(smtp.connections).toBeGreaterThan(0);
    expect(smtp.mails).toEqual([]);
  } finally {
    proxy.stop();
    await Promise.all([smtp.stop(), telegram.close(), stripe.stop()]);
  }
});

test.skipIf(!hasFakeClock)('a clock that is not the database’s', async () => {
  const clock = new FakeClock(folder);
  clock.set(-3600);
  const { stdout } = await doctor({ ...clock.env, CLOCK_SERVER: '127.0.0.1:9' });
  expect(stdout).toMatch(/^BAD {3}The clocks of this machine and the database are 3600 seconds apart: switch time/m);
  expect(stdout).toMatch(/^LOOK {2}Nobody could say whether the clock is right \(.*\): see that time synchronization/m);
});

// Last, since its organizations stay and one of them has wrong keys.
/** An organization in Rwanda with SMS and mobile money; with `wrong`, none of its keys is the right one. */
async function inRwanda(name: string, wrong?: string): Promise<string> {
  const { ctx } = await newOrganization(app, { name, country: 'RW', currency: 'RWF' });
  const groups = {
    sms: { account_sid: TWILIO.sid, auth_token: wrong ?? TWILIO.authToken, from_number: TWILIO.from },
    mtn: { ...KEYS.mtn, ...(wrong && { api_key: wrong, disbursement_api_key: wrong }) },
    airtel: { ...KEYS.airtel, ...(wrong && { client_secret: wrong }) },
  };
  for (const [group, values] of Object.entries(groups))
    expect(await patchSettings(ctx, group, values), group).toMatchObject({ ok: true });
  return name;
}

test('SMS, WhatsApp and mobile money, each with right and with wrong keys', async () => {
  const [twilio, whatsapp, money] = [await startFakeTwilio(), await startFakeWhatsApp(), await startFakeMobileMoney()];
  const [right, wrong] = [await inRwanda('Right Keys'), await inRwanda('Wrong Keys', 'an old one')];
  try {
    const env = { TWILIO_API_ROOT: twilio.root, ...whatsapp.env, ...money.env };
    const { code, stdout } = await doctor(env);
    expect(code).toBe(1);
    for (const service of ['SMS', 'MTN MoMo', 'Airtel Money']) {
      expect(stdout).toMatch(new RegExp(`^good {2}${service} of ${right}: accepts us\\.`, 'm'));
      expect(stdout).toMatch(new RegExp(`^BAD {3}${service} of ${wrong}: .*40[01]`, 'm'));
    }
    expect(stdout).toMatch(/^good {2}WhatsApp of .*: accepts us\./m);
    expect((await doctor({ ...env, WHATSAPP_ACCESS_TOKEN: 'an old one' })).stdout).toMatch(
      /^BAD {3}WhatsApp of .*401: /m,
    );
    expect([twilio.sent, whatsapp.sent]).toEqual([[], []]);
  } finally {
    await Promise.all([twilio.close(), whatsapp.stop(), money.stop()]);
  }
});

import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { findText, texts } from '../kernel/i18n/index.ts';
import { packages } from '../kernel/packages.ts';
import { modules } from '../server/modules.ts';

/** Which code uses the tables, and with which handle; read from the source. */

/** Files that write beside actions (`*.action.ts`), and why they may. */
const WRITES: [why: string, ...files: string[]][] = [
  [
    'the trail and its chain write themselves, as part of the writes of others',
    ...['audit', 'redact', 'seal', 'watermark'].map((name) => `kernel/audit/${name}.ts`),
    'kernel/audit-heads/publish-heads.ts',
  ],
  [
    'sessions, throttles and codes: marks of a request that is let in or refused, which is no change of a record',
    'kernel/auth/account.ts',
    'kernel/auth/authenticators/api-key.ts',
    'kernel/auth/authenticators/session.ts',
    'kernel/auth/one-time-code.ts',
    'kernel/auth/throttle.ts',
    'kernel/auth/unproven.ts',
    'kernel/devices/first-use.ts',
    'kernel/devices/service.ts',
    'kernel/portal/sessions.ts',
  ],
  [
    'lines of a conversation are written as they are said, by the processor that has its own audit',
    'kernel/channel-web/uploads.ts',
    'kernel/channels/media-quota.ts',
    ...['consent', 'conversation-of', 'fetch-media', 'process-event', 'process-move', 'record-message', 'unobeyed'].map(
      (name) => `kernel/channels/process/${name}.ts`,
    ),
    'kernel/channels/receiving.ts',
    'kernel/channels/send-to-conversation.ts',
    'kernel/channels/withdraw-choices.ts',
    ...['handle', 'settle', 'state'].map((name) => `kernel/conversations/${name}.ts`),
  ],
  [
    'part of the actions of others, in their transaction',
    'kernel/credentials/issue.ts',
    'kernel/credentials/keyring.ts',
    'kernel/http/idempotency.ts',
    'kernel/messages/index.ts',
    'kernel/mirror/mirror.ts',
    'kernel/payment-providers/attempts/change-attempt.ts',
    'kernel/payments/change.ts',
    'kernel/tenancy/membership.ts',
    'kernel/tenancy/public-codes.ts',
    'kernel/till/approvals/use-up-approval.ts',
    'kernel/till/move.ts',
  ],
  [
    'what comes from outside and what goes there, before and after somebody looked at it',
    ...['insert-events', 'settle-event', 'store'].map((name) => `kernel/inbox/${name}.ts`),
    ...['put-file', 'read-file', 'sweep'].map((name) => `kernel/files/${name}.ts`),
    'kernel/messages/dispatch/store.ts',
    'kernel/mirror/index.ts',
    'kernel/mirror/writer/store.ts',
    'kernel/payment-providers/attempts/poll.ts',
    'kernel/webhooks/index.ts',
    'kernel/webhooks/worker/collect.ts',
    'kernel/webhooks/worker/store.ts',
  ],
  [
    'the progress of a job, step by step',
    ...['dead-letters', 'progress', 'sweep-tasks', 'task-state', 'tasks'].map((name) => `kernel/jobs/${name}.ts`),
    ...['check-import', 'duplicates', 'run-import', 'send-waiting', 'start-import', 'start-sending'].map(
      (name) => `kernel/imports/${name}.ts`,
    ),
    'kernel/imports/sweep-imports.ts',
    'kernel/imports/write-good.ts',
    'kernel/backup/make-backup.ts',
  ],
  [
    'the installation itself: its login, its migrations, a restore, an erasure with its own audit entry',
    'kernel/backup/database/load.ts',
    'kernel/db/app-login.ts',
    'kernel/db/migrate.ts',
    'kernel/installation/claim.ts',
    'kernel/personal-data/erase.ts',
  ],
  ['demo data', 'modules/mess/seed-door.ts'],
];

const files = ['kernel', 'modules', 'server']
  .flatMap((root) => readdirSync(root, { recursive: true, encoding: 'utf8' }).map((name) => `${root}/${name}`))
  .filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$|\/test\//.test(file));
const code = (file: string) => readFileSync(file, 'utf8').replace(/^\s*(\/\/|\*|\/\*).*$/gm, '');
const WRITE =
  /\.(insertInto|updateTable|deleteFrom|mergeInto)\(|\binsert into \w+ ?(\(|as\b)|\bupdate \w+( \w+)?\s+set\b|\bdelete from \w+/;

test('writes are in actions, or in files that are listed with a reason', () => {
  const writing = files.filter((file) => WRITE.test(code(file)) && !file.endsWith('.action.ts'));
  expect(writing.sort()).toEqual(WRITES.flatMap(([, ...those]) => those).sort());
});

test('modules work for one organization: the unscoped handle is for the kernel', () => {
  const own = files.filter((file) => file.startsWith('modules/'));
  expect(own.filter((file) => /\b(ctx|tx|inside|database)\.system\b/.test(code(file)))).toEqual([]);
});

test('frequent reports of machines are stored in a separate table, without audit entries', () => {
  const types = readFileSync('db/types.ts', 'utf8');
  const declared = [...packages, ...modules].flatMap(({ name, machineEvents }) =>
    Object.entries(machineEvents ?? {}).map(([event, { table }]) => ({ name, event, table })),
  );
  expect(declared.map(({ event }) => event)).toContain('mess.scan.made');
  for (const { name, event, table } of declared) {
    expect(event.split('.')[0]).toBe(name);
    expect(types, event).toContain(`\n  ${table}: `);
    expect(
      texts().languages.filter((language) => findText(language, `audit.${event}`) !== undefined),
      event,
    ).toEqual([]);
    expect(
      files.filter((file) => new RegExp(`\\baudit\\w*\\([^)]*'${event}'`).test(code(file))),
      event,
    ).toEqual([]);
  }
});

test('pg has one exact version: kernel/db uses undocumented parts of it', () => {
  expect(JSON.parse(readFileSync('package.json', 'utf8')).dependencies.pg).toMatch(/^\d+\.\d+\.\d+$/);
});

/**
 * Which tables of the kernel a module may read in its own SQL, because it joins or filters its lists by them: table →
 * module → why. Everything else of the kernel is asked by its functions.
 */
const READS: Record<string, Record<string, string>> = {
  conversation: {
    electricity: 'whether somebody who wrote is a customer',
    mess: 'whom the cook count and announcements reach',
    raffle: 'the buyer’s chat beside the order',
  },
  credential: { mess: 'the roster of a door has each student’s current code' },
  credential_key: { mess: 'the roster of a door has the key of its codes' },
  device: { exhibition: 'the screens of customers, the scanners of entrances', mess: 'scanners with what they sent' },
  file: {
    electricity: 'pictures of readings',
    exhibition: 'pictures of items',
    mess: 'pictures of students',
    raffle: 'pictures of raffles',
  },
  ledger_entry: { exhibition: 'the check of store credit against its account; what the house owes a stall' },
  ledger_line: {
    electricity: 'what an agent owes, by the ledger',
    exhibition: 'the check of store credit against its account; what the house owes a stall',
  },
  message: { exhibition: 'customers by the state of their mail' },
  organization: { coffee: 'whose machine a serial number is' },
  payment: {
    coffee: 'orders by the state of their payment',
    electricity: 'purchases by the state of their payment',
    exhibition: 'how the money of bills came, on receipts and in sums; the check of bills against payments',
    mess: 'cycles by the state of their payment',
    raffle: 'orders by the state of their payment',
  },
  payment_attempt: { coffee: 'open charges of an order', electricity: 'open charges of a purchase' },
  person: {
    electricity: 'names beside the rows, and searches by them',
    mess: 'names beside the rows, and searches by them',
    raffle: 'names beside the rows, and searches by them',
  },
  portal_account: { electricity: 'accounts of customers', exhibition: 'accounts that a customer’s page was added to' },
  portal_link: { exhibition: 'accounts that a customer’s page was added to' },
  till_movement: { exhibition: 'the cash that a stall’s own drawer kept' },
  till_session: { exhibition: 'the cash that a stall’s own drawer kept' },
};

const READ = /\b(?:selectFrom|\w+Join)\(\s*\[?'(\w+)(?=[ '])|\b(?:from|join) (\w+)\b/g;

test('modules read those tables of the kernel that are listed, and no other', () => {
  const migrations = readdirSync('kernel', { recursive: true, encoding: 'utf8' })
    .filter((file) => /\/migrations\/.*\.sql$/.test(file))
    .map((file) => readFileSync(`kernel/${file}`, 'utf8'));
  const tables = new Set(
    migrations
      .flatMap((sql) => [...sql.matchAll(/\bcreate (?:unlogged )?table (\w+)|\bpartitioned_table\('(\w+)/g)])
      .map(([, made, byMonth]) => made ?? byMonth),
  );
  expect(tables.size).toBeGreaterThan(40);
  const used = new Set<string>();
  for (const file of files.filter((one) => /^modules\/.*\.ts$/.test(one))) {
    for (const [, builder, raw] of code(file).matchAll(READ)) {
      const table = builder ?? raw ?? '';
      if (tables.has(table)) used.add(`${file.split('/')[1]} reads ${table}`);
    }
  }
  const listed = Object.entries(READS).flatMap(([table, by]) =>
    Object.keys(by).map((module) => `${module} reads ${table}`),
  );
  expect([...used].sort()).toEqual(listed.sort());
});

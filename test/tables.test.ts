import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { findText, texts } from '../kernel/i18n/index.ts';
import { packages } from '../kernel/packages.ts';
import { modules } from '../server/modules.ts';

/** Which code uses the tables, and with which handle; read from the source. */

/** Where writes are allowed, beside actions (`actions/`, `*.action.ts`): file or folder → why. */
const WRITES: Record<string, string> = {
  'kernel/audit/': 'the trail and its chain write themselves, as part of the writes of others',
  'kernel/audit-heads/publish-heads.ts': 'a job notes which end it published',
  'kernel/auth/':
    'sessions, throttles and codes: marks of a request that is let in or refused, which is no change of a record',
  'kernel/backup/': 'its own attempts; a restore loads whole tables',
  'kernel/channel-web/uploads.ts': 'pictures of visitors that wait for the processor of the conversation',
  'kernel/channels/': 'lines of a conversation are written as they are said, by the processor that has its own audit',
  'kernel/conversations/': 'where a conversation stands in its flow',
  'kernel/credentials/': 'a code is issued as part of the write of others',
  'kernel/db/': 'the login of requests and the list of migrations',
  'kernel/devices/': 'marks of a device that comes in',
  'kernel/files/': 'uploads and their clean-up',
  'kernel/http/idempotency.ts': 'the answer of a write, in its own transaction',
  'kernel/imports/': "an import's own progress, step by step, in its job",
  'kernel/inbox/': 'what comes from outside, before anybody has looked at it',
  'kernel/installation/': 'which installation it is, at its start',
  'kernel/jobs/': "a task's progress",
  'kernel/messages/': 'the outbox: rows of the writes of others, and the state of their sending',
  'kernel/mirror/': 'the outbox of the spreadsheet',
  'kernel/payment-providers/attempts/change-attempt.ts':
    'the changed attempt, as part of the actions and answers that lock it',
  'kernel/payment-providers/attempts/poll.ts': 'when a provider is asked next, which is no change of a record',
  'kernel/payments/change.ts': 'the changed payment and its history, as part of the actions that lock it',
  'kernel/personal-data/': 'erases what modules declare, in one transaction with its own audit entry',
  'kernel/portal/sessions.ts': 'sessions of an account that signs in or out',
  'kernel/retention/': 'rows that are kept no longer',
  'kernel/till/': 'movements, and approvals that are used up, as part of the actions that take or give money',
  'kernel/tenancy/membership.ts': 'part of two actions',
  'kernel/tenancy/public-codes.ts': 'part of the action that makes the record',
  'modules/mess/seed-door.ts': 'demo data',
};

const files = ['kernel', 'modules', 'server']
  .flatMap((root) => readdirSync(root, { recursive: true, encoding: 'utf8' }).map((name) => `${root}/${name}`))
  .filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$|\/test\//.test(file));
const code = (file: string) => readFileSync(file, 'utf8').replace(/^\s*(\/\/|\*|\/\*).*$/gm, '');
const listed = (list: Record<string, string>) => (file: string) =>
  Object.keys(list).some((path) => file === path || (path.endsWith('/') && file.startsWith(path)));

const WRITE =
  /\.(insertInto|updateTable|deleteFrom|mergeInto)\(|\binsert into \w+ ?(\(|as\b)|\bupdate \w+( \w+)?\s+set\b|\bdelete from \w+/;

test('writes are in actions, or listed with a reason', () => {
  const writing = files.filter((file) => WRITE.test(code(file)) && !/\/actions\/|\.action\.ts$/.test(file));
  expect(writing.length).toBeGreaterThan(10);
  expect(writing.filter((file) => !listed(WRITES)(file))).toEqual([]);
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

test('the list names only what exists', () => {
  expect(Object.keys(WRITES).filter((path) => !existsSync(path))).toEqual([]);
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
  device: { mess: 'scanners with what they sent' },
  file: { electricity: 'pictures of readings', mess: 'pictures of students', raffle: 'pictures of raffles' },
  ledger_line: { electricity: 'what an agent owes, by the ledger' },
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

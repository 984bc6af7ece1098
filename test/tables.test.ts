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
  'kernel/payment-providers/': 'attempts: steps of a machine, each in the transaction of its change',
  'kernel/payment-sandbox/': 'play money',
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

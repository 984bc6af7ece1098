import { existsSync, readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { loadModule, parseSync } from 'libpg-query';
import { watchStatements } from '../../kernel/db/pipeline.ts';
import { SHARED_TABLES } from '../../kernel/db/shared-tables.ts';
import { unscopedTables } from '../../tools/sql-scope.ts';

/**
 * Statements that may read or write a tenant's table without naming the organization: file or folder → why. All others
 * must name it: row-level security is only the second protection.
 */
const MAY: Record<string, string> = {
  // The organization is not known yet: the request's data tells it.
  'kernel/auth/authenticators/': 'a session or a key says the organization, or the only membership of a person does',
  'kernel/devices/authenticator.ts': "a device's token says the organization",
  'kernel/devices/actions/enrol.action.ts': 'an enrolment code says the organization',
  'kernel/auth/actions/accept-invitation.action.ts': "an invitation's link is a secret that says the organization",
  'kernel/auth/actions/first-run.action.ts': 'whether there is an owner anywhere',
  'kernel/auth/provider-only.ts': 'a password opens nothing when one of the organizations of a person wants it so',
  'kernel/auth/queries.ts': 'the command line lists everybody who can sign in, with all their organizations',
  'kernel/channel-whatsapp/accounts.ts': 'a webhook names the account, and the settings say whose it is',
  'kernel/channel-telegram/bots.ts': 'the bots of all organizations are asked for news',
  'kernel/channel-sms/accounts.ts': 'a webhook names the account, and the settings say whose it is',
  'kernel/tenancy/queries/memberships.ts': 'all organizations of one person',
  'kernel/staff/actions/clear-chats.action.ts': 'a person is cleared in all organizations',
  // First steps over all organizations: what is due, how much waits, whether something is stuck.
  'kernel/messages/dispatch/store.ts': 'the dispatcher takes what is due, oldest first',
  'kernel/messages/health.ts': 'health: the oldest message that waits',
  'kernel/messages/observe.ts': 'metric: how many wait',
  'kernel/channels/receiving.ts': 'health: from which channels nothing arrives; accounts that are gone are forgotten',
  'kernel/inbox/store.ts': 'the processor asks whose event is next',
  'kernel/inbox/health.ts': 'health: the oldest event that waits',
  'kernel/inbox/observe.ts': 'metric: how many wait',
  'kernel/mirror/writer/store.ts': 'the writer asks which organizations have rows for their spreadsheet',
  'kernel/webhooks/worker/collect.ts':
    'finds what is new in all audit trails at once, for the addresses that there are',
  'kernel/webhooks/worker/store.ts': 'the worker takes what is due, oldest first',
  'kernel/payment-providers/attempts/poll-due.ts': 'asks which organizations have attempts whose look is late',
  'kernel/payment-providers/health.ts': 'health and metric: attempts that hang',
  'kernel/devices/observe.ts': 'metric: devices by kind',
  'kernel/mirror/observe.ts': 'health and metric: rows that wait',
  // The audit chains belong to the installation: its owner seals and verifies all of them by transaction number.
  'kernel/audit/seal.ts': 'finds what is new in all chains at once',
  'kernel/audit/watermark.ts': 'the mark is one for all chains',
  'kernel/audit/verify.ts': 'finds the chains there are',
  'kernel/audit/check-heads.ts': 'a bare hash is looked for in all chains',
  'kernel/audit-heads/publish-heads.ts': 'the ends of all chains',
  'kernel/installation/claim.ts': 'the newest seal of all, which says whose key it was',
  // Sweeps' first steps: which organizations have something due.
  'kernel/retention/archive-month.ts': 'a month is stored for all organizations, and then dropped',
  'kernel/retention/months.ts': 'a month is counted for all organizations',
  'kernel/retention/delete-rows.ts': 'which organizations have rows that are kept no longer',
  'kernel/conversations/sweep-timeouts.ts': 'which organizations have questions that waited too long',
  'kernel/files/sweep.ts': 'which organizations have bytes to remove',
  'kernel/imports/sweep-imports.ts': 'which organizations have old imports',
  'kernel/waiting/send-digests.action.ts': 'which organizations have members who want the daily mail',
  'kernel/waiting/push/look.action.ts': 'which organizations have members who are notified on a device',
  'kernel/texts/keep-own-texts.ts': 'what all organizations say instead of our texts is kept in memory',
  'kernel/jobs/sweep-tasks.ts': 'which organizations have unfinished tasks',
};

const ROOT = `${new URL('../..', import.meta.url).pathname}`;
const tables = [...readFileSync('db/schema.sql', 'utf8').matchAll(/^create table (\w+) /gm)].map(([, name]) => name);
const tenantTables = new Set(tables.filter((name) => !((name as string) in SHARED_TABLES)));
const verdicts = new Map<string, string[]>();
const faults: string[] = [];

/** Checks every statement that this worker sends from now on. */
export async function watchTenantStatements(): Promise<void> {
  await loadModule();
  const gone = Object.keys(MAY).filter((path) => !existsSync(path));
  if (gone.length > 0) throw new Error(`test/harness/statements.ts lists what is not there: ${gone.join(', ')}`);
  watchStatements((text) => {
    const tables = verdict(text);
    if (tables.length === 0) return;
    const file = sender();
    if (file === undefined || (!isTest(file) && !mayLeaveOut(file))) {
      faults.push(`${file ?? 'somebody'} names no organization for ${tables.join(', ')}:\n${text}`);
    }
  });
}

/** The statements since the last call that should not have been sent. */
export function takeFaults(): string[] {
  return faults.splice(0);
}

function verdict(text: string): string[] {
  const known = verdicts.get(text);
  if (known) return known;
  const tables = unscopedTables(parseSync(text), (table) => tenantTables.has(table));
  verdicts.set(text, tables);
  return tables;
}

/** The source file that sent the statement, without the database package's own. */
function sender(): string | undefined {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 60;
  const { stack = '' } = new Error();
  Error.stackTraceLimit = stackTraceLimit;
  return (
    stack
      .split('\n')
      // A test file's address ends with a query, by which it is loaded anew for each run.
      .map((line) => /(?:file:\/\/)?(\/[^():?]+)(?:\?[^():]*)?:\d+:\d+\)?$/.exec(line)?.[1])
      .filter((path) => path?.startsWith(ROOT) && !/\/node_modules\/|\/harness\/statements\.ts$/.test(path))
      .map((path) => relative(ROOT, path as string))
      .find((path) => isTest(path) || !path.startsWith('kernel/db/'))
  );
}

const mayLeaveOut = (file: string) =>
  Object.keys(MAY).some((path) => file === path || (path.endsWith('/') && file.startsWith(path)));
const isTest = (file: string) => /^test\/|^bench\/|\/test\/|\.test\.ts$/.test(file);

import { existsSync, readFileSync } from 'node:fs';
import { checkHeads, type HeadFinding, readHeads, signingKey, verifyAudit } from '../../kernel/audit/index.ts';
import { findOrganization } from '../../kernel/db/index.ts';
import { withApp } from './open.ts';
import { progressBar } from './progress.ts';

type Options = { organization?: string; json?: boolean; head?: string };

/**
 * Exits with 0 when every chain is intact and contains each given head, with 2 when an entry was changed, removed,
 * inserted, or cut off, and with 1 when there is nothing to verify. Unsealed entries are listed, but are not a fault.
 */
export function auditVerify(options: Options): Promise<void> {
  return withApp(
    async (services, config) => {
      const { system } = services.boot.database;
      const organization = options.organization ? await findOrganization(system, { slug: options.organization }) : null;
      if (options.organization && !organization) {
        console.error(`There is no organization "${options.organization}".`);
        return 1;
      }
      const given = options.head === undefined ? [] : headsOf(options.head);
      if (options.head !== undefined && given.length === 0) {
        console.error(
          `"${options.head}" is no file, and no head: <organization>:<link>:<hash>, or 64 signs of a hash.`,
        );
        return 1;
      }
      const bar = progressBar('Verifying');
      const keys = [signingKey(config.SECRET_KEY)];
      const report = await verifyAudit(
        system,
        { keys, ...(organization && { organization: organization.id }) },
        bar.update,
      );
      bar.stop();
      const heads = (await checkHeads(system, given)).filter(
        (head) => !organization || head.organizationId === null || head.organizationId === organization.id,
      );
      // A proof over nothing proves nothing: perhaps it is another installation than was meant.
      const broken = !report.ok || heads.some(({ state }) => state !== 'present');
      const nothing = !broken && report.entries === 0;
      const ok = !broken && !nothing;
      if (options.json)
        console.log(JSON.stringify({ ...report, ok, ...(options.head !== undefined && { heads }) }, null, 2));
      else {
        for (const chain of report.chains) printChain(chain);
        printHeads(heads);
        if (nothing) console.error(NOTHING_SEALED);
        else
          console.log(ok ? `Whole: ${report.entries} sealed entries are as they were written.` : 'BROKEN: see above.');
      }
      return broken ? 2 : nothing ? 1 : 0;
    },
    // The runbook has it verify with an earlier key.
    { key: { anyKey: true } },
  );
}

const NOTHING_SEALED =
  'There is nothing to verify: no entry is sealed yet. The running server seals each one within seconds; if it runs, ' +
  'this is another installation than that of the server.';

const headsOf = (given: string) => readHeads(existsSync(given) ? readFileSync(given, 'utf8') : given);

/** With many heads, such as a file of a year, the newest is enough. */
function printHeads(heads: HeadFinding[]): void {
  const there = heads.filter(({ state }) => state === 'present');
  const newest = new Map(there.map((head) => [head.organizationId, head]));
  for (const { organizationId, sequence, last } of newest.values())
    console.log(`head of ${organizationId}: link ${sequence} is there, and ${last - (sequence ?? last)} after it`);
  for (const head of heads) if (head.state !== 'present') console.log(`  FAULT ${faultOf(head)}`);
  if (heads.length > 1) console.log(`${there.length} of ${heads.length} heads are there.`);
}

function faultOf({ state, organizationId, sequence, hash, last }: HeadFinding): string {
  if (state === 'unknown') return `no chain has a link with the hash ${hash}: its end was cut off, or it was rewritten`;
  const whose = `the chain of ${organizationId}`;
  if (state === 'rewritten') return `${whose} was rewritten: its link ${sequence} no longer has the hash ${hash}`;
  const lost = (sequence ?? 0) - last;
  return `${whose} was cut off: it ends with link ${last}, and ${lost} ${lost === 1 ? 'link is' : 'links are'} missing up to link ${sequence}`;
}

type Chain = Awaited<ReturnType<typeof verifyAudit>>['chains'][number];

function printChain(chain: Chain): void {
  const name = chain.organizationName ?? 'The server itself';
  const { count, oldestAt, ids } = chain.unsealed;
  console.log(
    `${name}: ${chain.entries} entries in ${chain.links} links${chain.head ? `, head ${chain.head.hash}` : ''}`,
  );
  if (count > 0)
    console.log(
      `  not sealed yet: ${count}, the oldest of ${oldestAt?.toISOString()}: ${ids.join(', ')}${count > ids.length ? ', …' : ''}`,
    );
  if (chain.redacted > 0)
    console.log(
      `  redacted: ${chain.redacted}, without the data of people who were erased; who did what and when stay`,
    );
  for (const fault of chain.faults) {
    const where = [fault.sequence !== undefined && `link ${fault.sequence}`, fault.entryId && `entry ${fault.entryId}`]
      .filter(Boolean)
      .join(', ');
    console.log(`  FAULT ${fault.kind.replaceAll('_', ' ')} (${where})`);
  }
  if (chain.faultCount > chain.faults.length)
    console.log(`  … and ${chain.faultCount - chain.faults.length} more faults`);
}

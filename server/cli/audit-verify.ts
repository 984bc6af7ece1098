import { signingKey, verifyAudit } from '../../kernel/audit/index.ts';
import { findOrganization } from '../../kernel/db/index.ts';
import { withHouse } from './open.ts';
import { progressBar } from './progress.ts';

/** 0 when every chain is whole, 2 when something was changed, removed or slipped in. Entries not sealed yet are named, not a fault. */
export function auditVerify(options: { organization?: string; json?: boolean }): Promise<void> {
  return withHouse(async (house, config) => {
    const { system } = house.boot.database;
    const organization = options.organization ? await findOrganization(system, { slug: options.organization }) : null;
    if (options.organization && !organization) {
      console.error(`There is no organization "${options.organization}".`);
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
    if (options.json) console.log(JSON.stringify(report, null, 2));
    else for (const chain of report.chains) printChain(chain);
    if (!options.json)
      console.log(
        report.ok ? `Whole: ${report.entries} sealed entries are as they were written.` : 'BROKEN: see above.',
      );
    return report.ok ? 0 : 2;
  });
}

type Chain = Awaited<ReturnType<typeof verifyAudit>>['chains'][number];

function printChain(chain: Chain): void {
  const name = chain.organizationName ?? 'The house itself';
  const { count, oldestAt, ids } = chain.unsealed;
  console.log(
    `${name}: ${chain.entries} entries in ${chain.links} links${chain.head ? `, head ${chain.head.hash}` : ''}`,
  );
  if (count > 0)
    console.log(
      `  not sealed yet: ${count}, the oldest of ${oldestAt?.toISOString()}: ${ids.join(', ')}${count > ids.length ? ', …' : ''}`,
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

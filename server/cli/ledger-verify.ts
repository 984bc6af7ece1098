import { findOrganization } from '../../kernel/db/index.ts';
import { type LedgerReport, verifyLedger } from '../../kernel/ledger/index.ts';
import { withApp } from './open.ts';
import { progressBar } from './progress.ts';

/** Exits with 0 when every organization's ledger is correct, with 2 when one has a fault, and with 1 without any. */
export function ledgerVerify(options: { organization?: string; json?: boolean }): Promise<void> {
  return withApp(async (services) => {
    const { system } = services.boot.database;
    const one = options.organization ? await findOrganization(system, { slug: options.organization }) : null;
    if (options.organization && !one) {
      console.error(`There is no organization "${options.organization}".`);
      return 1;
    }
    const organizations = one
      ? [one]
      : await system.selectFrom('organization').select(['id', 'name']).orderBy('name').execute();
    // A proof over nothing proves nothing: perhaps it is another installation than was meant.
    if (organizations.length === 0) {
      console.error('There is nothing to verify: this installation has no organization yet.');
      return 1;
    }
    const bar = progressBar('Verifying');
    const reports: LedgerReport[] = [];
    for (const organization of organizations) {
      reports.push(await verifyLedger(system, organization, services.boot.services.ledgerChecks));
      bar.update(reports.length, organizations.length);
    }
    bar.stop();
    const whole = reports.every((report) => report.ok);
    if (options.json) console.log(JSON.stringify({ ok: whole, ledgers: reports }, null, 2));
    else {
      for (const report of reports) print(report);
      console.log(whole ? 'Whole: every entry balances and agrees with what it stands for.' : 'BROKEN: see above.');
    }
    return whole ? 0 : 2;
  });
}

function print({ organizationName, entries, lines, faults, faultCount }: LedgerReport): void {
  console.log(`${organizationName}: ${entries} entries, ${lines} lines`);
  for (const { kind, entryId, subjectId, detail } of faults) {
    const where = [entryId && `entry ${entryId}`, subjectId && `of ${subjectId}`].filter(Boolean).join(', ');
    console.log(`  FAULT ${kind.replaceAll('_', ' ')} (${where}): ${detail}`);
  }
  if (faultCount > faults.length) console.log(`  … and ${faultCount - faults.length} more faults`);
}

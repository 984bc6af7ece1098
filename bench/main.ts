import { parseArgs } from 'node:util';
import { fill } from './fill.ts';
import { Report } from './report.ts';
import { bill, create, list, type Run, search } from './scenarios.ts';
import { openStage } from './stage.ts';

const PARTS = ['create', 'bill', 'list', 'search', 'qr', 'costs'];
const { values: options } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    only: { type: 'string', default: PARTS.join(',') },
    role: { type: 'string', default: 'web' },
    seconds: { type: 'string' },
    customers: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});
const wanted = new Set(options.only.split(','));
const unknown = [...wanted].filter((part) => !PARTS.includes(part));
if (options.help || unknown.length > 0 || !['all', 'web'].includes(options.role)) {
  if (unknown.length > 0) console.error(`There is no part "${unknown.join('", "')}".\n`);
  console.log(`npm run bench -- [options]
  --quick         1,000 and 50,000 customers instead of 1,000 and 1,000,000, and short measurements
  --only=a,b      some of ${PARTS.join(', ')}
  --role=all      the server does the background work too (mail, jobs, audit seals); by default it only answers requests
  --customers=a,b other numbers of customers, rising
  --seconds=n     length of each measurement, default 8 (quick: 3)`);
  process.exit(options.help ? 0 : 1);
}

const sizes = options.customers?.split(',').map(Number) ?? (options.quick ? [1_000, 50_000] : [1_000, 1_000_000]);
const seconds = Number(options.seconds ?? (options.quick ? 3 : 8));
const report = new Report(process.argv.slice(2));
const onDatabase = ['create', 'bill', 'list', 'search', 'costs'].some((part) => wanted.has(part));

if (wanted.has('qr')) {
  const { qr } = await import('./qr.ts');
  report.qr(await qr(seconds));
}
if (onDatabase) {
  const stage = await openStage(options.role as 'all' | 'web');
  try {
    let filled = 0;
    for (const customers of sizes) {
      const began = performance.now();
      await fill(stage.adminUrl, stage.ground, filled + 1, customers);
      filled = customers;
      console.log(
        `${customers.toLocaleString('en')} customers in ${((performance.now() - began) / 1000).toFixed(1)} s`,
      );
      const run: Run = { stage, customers, seconds };
      // Reads first: the rows that the writes add would be on their pages.
      if (wanted.has('list')) report.findings(await list(run));
      if (wanted.has('search')) report.findings(await search(run));
      if (wanted.has('create')) report.findings([await create(run)]);
      if (wanted.has('bill')) report.findings([await bill(run)]);
    }
    if (wanted.has('costs')) {
      const { costs } = await import('./costs.ts');
      report.costs(await costs(stage));
    }
  } finally {
    await stage.close();
  }
}
report.write();
process.exit(0);

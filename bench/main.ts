import { parseArgs } from 'node:util';
import { withCheckout } from './checkout.ts';
import { compare, type Pace } from './load.ts';
import { Report } from './report.ts';
import { firstRequests, SCENARIOS, type Scenario } from './scenarios.ts';
import { type Day, openStage, type Size, type Stage } from './stage.ts';

const PARTS = [...SCENARIOS.map(({ what }) => what), 'qr', 'costs'];
const { values: options } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    only: { type: 'string', default: PARTS.join(',') },
    compare: { type: 'string' },
    seconds: { type: 'string' },
    customers: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});
const wanted = new Set(options.only.split(','));
const unknown = [...wanted].filter((part) => !PARTS.includes(part));
if (options.help || unknown.length > 0) {
  if (unknown.length > 0) console.error(`There is no part "${unknown.join('", "')}".\n`);
  console.log(`npm run bench -- [options]
  --quick         short measurements, and fewer customers on the hundredth day
  --only=a,b      some of ${PARTS.join(', ')}
  --compare=main  what each operation costs in that version of the program (any of git's names) and in this one
  --customers=n   on the hundredth day, default 100,000 (quick: 20,000)
  --seconds=n     length of each measurement, default 8 (quick: 3)`);
  process.exit(options.help ? 0 : 1);
}

const seconds = Number(options.seconds ?? (options.quick ? 3 : 8));
const customers = Number(options.customers ?? (options.quick ? 20_000 : 100_000));
const SIZES: Record<Day, Size> = {
  first: { customers: 1000, bills: 3000, scans: 0, fold: 4 },
  later: { customers, bills: 2 * customers, scans: 100_000, fold: 4 },
};
const scenarios = SCENARIOS.filter(({ what }) => wanted.has(what));
const report = new Report(process.argv.slice(2));

if (options.compare) await comparison(options.compare);
else await bothDays();
process.exit(0);

async function bothDays(): Promise<void> {
  if (scenarios.length > 0) await onStage('first', firstDay);
  if (scenarios.length > 0 || wanted.has('costs')) await onStage('later', laterDay);
  if (wanted.has('qr')) report.qr(await (await import('./qr.ts')).qr(seconds));
  report.write();
}

/** As soon as there are rows: nothing is warm, and the statements' plans are those of empty tables. */
async function firstDay(stage: Stage): Promise<void> {
  await firstRequests(stage);
  await stage.fill();
  for (const scenario of scenarios) {
    const [measured] = await measure(scenario, [stage], { rounds: 1, warmUp: 0, seconds: seconds / 2 });
    if (measured) report.first(scenario.what, measured);
  }
}

async function laterDay(stage: Stage): Promise<void> {
  const { bareWay } = await import('./statements.ts');
  const inside = await stage.inside();
  for (const scenario of scenarios) {
    const [measured] = await measure(scenario, [stage], { seconds });
    const beside = await bareWay(stage, inside.ctx, scenario);
    const [bare] = beside ? await compare({ clients: beside.clients, seconds: seconds / 2 }, [beside.way]) : [];
    await beside?.close();
    if (measured) report.later(scenario, measured, bare);
  }
  if (wanted.has('costs')) report.costs(await (await import('./costs.ts')).costs(stage, inside));
}

/** Both versions on data that each has seeded itself, in turns. */
async function comparison(ref: string): Promise<void> {
  await withCheckout(ref, (checkout) =>
    onStage(
      'later',
      (before) =>
        onStage('later', async (after) => {
          for (const scenario of scenarios) {
            const pace = { seconds, rounds: options.quick ? 3 : 7 };
            const [was, is] = await measure(scenario, [before, after], pace);
            if (was && is) report.difference(scenario.what, was, is);
          }
        }),
      checkout,
    ),
  );
  report.writeDifferences(ref);
}

async function onStage(day: Day, work: (stage: Stage) => Promise<void>, checkout?: string): Promise<void> {
  const stage = await openStage(day, SIZES[day], checkout);
  try {
    await work(stage);
  } finally {
    await stage.close();
  }
}

async function measure({ clients, as, open }: Scenario, stages: Stage[], pace: Omit<Pace, 'clients'>) {
  const all = await Promise.all(stages.map((stage) => stage.lines(clients, as)));
  const ways = stages.map(async (stage, which) => {
    const { next, before } = await open(stage);
    const once = (client: number) => next(all[which]?.[client] as (typeof all)[number][number]);
    return { once, ...(before && { before }), cpu: stage.cpu };
  });
  try {
    return await compare({ clients, ...pace }, await Promise.all(ways));
  } finally {
    for (const line of all.flat()) line.close();
  }
}

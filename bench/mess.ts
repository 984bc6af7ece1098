/**
 * The door of a mess: `node bench/mess.ts [--rate=300]`. First the decisions of a phone by its roster, without a
 * network. Then scans at a fixed rate, whatever the answers take. (At full speed, and bare: `npm run bench --
 * --only=scan`.)
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { judgeOffline } from '../modules/mess/door/scanner/engine/judge.ts';
import { OpenRoster, unpack } from '../modules/mess/door/scanner/engine/roster.ts';
import { report } from './load.ts';
import { SCENARIOS, type Scenario } from './scenarios.ts';
import { openStage } from './stage.ts';

const { values } = parseArgs({ options: { rate: { type: 'string', default: '300' } } });
const rate = Number(values.rate);
const SECONDS = 15;

const stage = await openStage('later', { customers: 1000, bills: 3000, scans: 100_000, fold: 1 });
try {
  await roster();
  await atRate();
} finally {
  await stage.close();
}
process.exit(0);

async function roster(): Promise<void> {
  const [line] = await stage.lines(1, 'device');
  const times: number[] = [];
  let answer = '';
  for (let i = 0; i < 5; i++) {
    const from = performance.now();
    answer = (await line?.get('/api/v1/scanner/roster')) ?? '';
    times.push(performance.now() - from);
  }
  line?.close();
  const roster = new OpenRoster(unpack(JSON.parse(answer.slice(answer.indexOf('\r\n\r\n') + 4)).data, '"bench"'));
  const decisions: number[] = [];
  for (const qr of stage.seed.codes) {
    const from = performance.now();
    await judgeOffline(qr, roster, 'steward', new Date(), async () => false);
    decisions.push(performance.now() - from);
  }
  report('offline decision, by that roster', decisions, `${decisions.length} codes`);
  report(`roster of ${stage.seed.codes.length}`, times, `${(answer.length / 1000).toFixed(0)} kB as it is sent`);
}

/** A slow answer delays no other scan. */
async function atRate(): Promise<void> {
  const { next } = await (SCENARIOS.find(({ what }) => what === 'scan') as Scenario).open(stage);
  const free = await stage.lines(64, 'device');
  const times: number[] = [];
  const pending: Promise<void>[] = [];
  const from = performance.now();
  for (let n = 0; n < rate * SECONDS; n++) {
    const due = from + (n * 1000) / rate;
    const early = due - performance.now();
    if (early > 0) await sleep(early);
    while (free.length === 0) await sleep(1);
    const line = free.pop() as (typeof free)[number];
    pending.push(
      next(line).then(() => {
        times.push(performance.now() - due);
        free.push(line);
      }),
    );
  }
  await Promise.all(pending);
  for (const line of free) line.close();
  report(`${rate} a second, over HTTP`, times, `${times.length} scans`);
}

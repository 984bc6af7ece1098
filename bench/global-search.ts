/**
 * How long the console's search over everything takes: `node bench/global-search.ts [people]`, a million by default.
 * 5,000 students beside them. One person types; nobody else asks. Prints the median, the 95th and the 99th of fifty for each kind of word.
 */
import { readdirSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { customer } from './peers/rows.ts';
import { dice } from './scenarios.ts';
import { openStage } from './stage.ts';

const people = Number(process.argv[2] ?? 1_000_000);
const TIMES = 50;
/** The route takes 240 requests a minute of one session, so each kind of word has its share of a minute. */
const PAUSE_MS = 15_000;

const random = dice(7);
const anybody = () => customer(1 + Math.floor(random() * people));
const WORDS: Record<string, () => string> = {
  'a code': () => anybody().code,
  'a telephone number': () => anybody().phone.slice(-9),
  'an e-mail address': () => anybody().email,
  'a full name': () => anybody().name,
  'a first name': () => anybody().name.split(' ')[0] ?? '',
  'three letters': () => anybody().name.slice(0, 3),
  'two letters': () => anybody().name.slice(0, 2),
  'what nobody is called': () => `zq${Math.floor(random() * 1e6)}xw`,
};

const stage = await openStage('later', { customers: people, bills: 100_000, scans: 0, fold: 1 });
try {
  await stage.settled();
  const [line] = await stage.lines(1, 'cashier');
  if (!line) throw new Error('no connection');
  const load = loadavg()[0]?.toFixed(1);
  console.log(`${people} people, ${cpus().length} cores, load ${load}, ${readdirSync('modules').length} modules`);
  for (const [what, word] of Object.entries(WORDS)) {
    const times: number[] = [];
    for (let i = -5; i < TIMES; i++) {
      const from = performance.now();
      const answer = await line.get(`/api/v1/search?q=${encodeURIComponent(word())}`);
      if (!answer.startsWith('HTTP/1.1 200')) throw new Error(answer.slice(0, 300));
      // The first few open connections and make plans.
      if (i >= 0) times.push(performance.now() - from);
    }
    await sleep(PAUSE_MS);
    times.sort((a, b) => a - b);
    const at = (share: number) => (times[Math.floor(share * TIMES)] ?? Number.NaN).toFixed(1).padStart(7);
    console.log(`${what.padEnd(24)} ${at(0.5)} ${at(0.95)} ${at(0.99)} ms`);
  }
  line.close();
} finally {
  await stage.close();
}

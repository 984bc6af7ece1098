/**
 * How soon pages get the free ones of 100,000 numbers while they are sold: `node bench/raffle.ts`. (Reservations a
 * second: `npm run bench -- --only=reserve`.)
 */
import { report } from './load.ts';
import { openStage } from './stage.ts';

const SECONDS = 8;

const stage = await openStage('first', { customers: 0, bills: 0, scans: 0, fold: 0 });
try {
  const lines = await stage.lines(5, 'cashier');
  const [buyer, ...pages] = lines;
  const input = { title: 'Bench', ticket_price: '5', last_number: 100_000, active: true, pay_to: 'UPI' };
  const made = (await buyer?.post('/api/v1/raffle/raffles', JSON.stringify(input))) ?? '';
  const { id, code } = JSON.parse(made.slice(made.indexOf('\r\n\r\n'))).data;
  const path = `/api/v1/raffle/public/${code}/availability`;
  const first = performance.now();
  await pages[0]?.get(path);
  console.log(`100,000 numbers, the first time ${(performance.now() - first).toFixed(1)} ms`);
  const took: number[] = [];
  let orders = 0;
  const until = performance.now() + SECONDS * 1000;
  const page = async (line: (typeof lines)[number]) => {
    while (performance.now() < until) {
      const from = performance.now();
      await line.get(path);
      took.push(performance.now() - from);
    }
  };
  const buy = async () => {
    const order = JSON.stringify({ count: 3, contact_name: 'Contact' });
    for (; performance.now() < until; orders++) await buyer?.post(`/api/v1/raffle/raffles/${id}/random`, order);
  };
  await Promise.all([buy(), ...pages.map(page)]);
  const rates = `${(took.length / SECONDS).toFixed(0)} answers and ${(orders / SECONDS).toFixed(0)} orders a second`;
  report('100,000 numbers, 4 pages ask what is free', took, rates);
  for (const line of lines) line.close();
} finally {
  await stage.close();
}
process.exit(0);

import { type Ctx, orgOf } from '../../kernel/ctx/index.ts';
import type { Result } from '../../kernel/lib/result.ts';
import { addDays, dayIn } from '../../kernel/lib/time.ts';
import { applyCut } from './actions/apply-cut.ts';
import { closeMess } from './actions/close-mess.ts';
import { creditRebates } from './actions/credit-rebates.ts';
import { sendProof, takeCash } from './actions/pay-cycle.ts';
import { registerStudent } from './actions/register-student.ts';
import { createCycle } from './actions/save-cycle.ts';
import { saveMeals } from './actions/save-meals.ts';
import type { Cycle, Student } from './contract.ts';

const FIRST = ['Asha', 'Ravi', 'Fatima', 'Joseph', 'Lakshmi', 'Arjun', 'Sunita', 'Imran', 'Deepa', 'Kavya'];
const LAST = ['Verma', 'Menon', 'Sheikh', 'Kurian', 'Nair', 'Pillai'];
const MEALS = [
  { code: 'breakfast', name: 'Breakfast', starts: '07:00', ends: '09:30', active: true },
  { code: 'lunch', name: 'Lunch', starts: '12:00', ends: '14:30', active: true },
  { code: 'snacks', name: 'Snacks', starts: '16:30', ends: '18:00', active: true },
  // Late shifts of the laboratories eat until half past midnight.
  { code: 'dinner', name: 'Dinner', starts: '19:30', ends: '00:30', active: true },
] as const;

/** Demo data: a hostel of sixty, a cycle that is over with its rebates, the one of today with payments in every state, meals, cuts, a closure. */
export async function seed(house: Ctx): Promise<void> {
  const { timeZone, country } = orgOf(house);
  const price = country === 'RW' ? '60000' : '3600';
  const now = house.clock.now();
  const today = dayIn(timeZone, now);
  /** At ten in the morning, so many days ago: before any cut-off. */
  const at = (days: number): Ctx => {
    const day = Temporal.PlainDate.from(addDays(today, -days));
    const then = new Date(day.toZonedDateTime({ timeZone, plainTime: '10:00' }).epochMilliseconds);
    return { ...house, clock: { now: () => (then < now ? then : now) } };
  };
  must(await saveMeals(at(45), [...MEALS]));
  const past = await cycle(at(45), 'Last cycle', addDays(today, -42), addDays(today, -13), price);
  const current = await cycle(at(20), 'This cycle', addDays(today, -12), addDays(today, 17), price);
  const students: Student[] = [];
  for (let i = 0; i < 60; i++) {
    const name = `${FIRST[i % FIRST.length]} ${LAST[Math.floor(i / FIRST.length)]}`;
    const roll_number = `${20 + (i % 4)}${['CS', 'EE', 'ME'][i % 3]}${String(101 + i)}`;
    const room = `${'ABC'[i % 3]}-${101 + Math.floor(i / 3)}`;
    // Four wait to be approved.
    const input = { name, roll_number, room, approve: i < 56 };
    students.push(must(await registerStudent(at(44), input)));
  }
  const eating = students.slice(0, 56);
  for (const [i, { id }] of eating.entries()) {
    if (i % 8 !== 7) must(await takeCash(at(41), id, { cycle_id: past.id }));
    if (i % 9 === 0) must(await applyCut(at(40), id, { from: addDays(today, -35), to: addDays(today, -33 + (i % 3)) }));
  }
  must(await creditRebates(at(11), past.id));
  for (const [i, { id }] of eating.entries()) {
    if (i % 7 < 5) must(await takeCash(at(10), id, { cycle_id: current.id }));
    else if (i % 7 === 5)
      must(await sendProof(at(1), id, { transactionReference: `UTR${430_000_000 + i * 6_271}` }, current.id));
    if (i % 6 === 2) must(await applyCut(at(2), id, { from: today, to: addDays(today, 1 + (i % 4)) }));
  }
  const closed = { from: addDays(today, 6), reason: 'Festival: the kitchen is closed' };
  must(await closeMess(house, closed));
}

async function cycle(ctx: Ctx, name: string, starts_on: string, ends_on: string, price: string): Promise<Cycle> {
  return must(await createCycle(ctx, { name, starts_on, ends_on, price }));
}

function must<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`the demo's mess: ${result.code} ${JSON.stringify(result.detail ?? {})}`);
  return result.data;
}

import { type Ctx, orgOf } from '../../kernel/ctx/index.ts';
import { transaction } from '../../kernel/db/index.ts';
import { putFile } from '../../kernel/files/index.ts';
import { ok, type Result } from '../../kernel/lib/result.ts';
import { addDays, dayIn } from '../../kernel/lib/time.ts';
import { proofPicture } from '../../kernel/payment-proofs/index.ts';
import type { DayRange } from './calendar/days.rule.ts';
import { closeMess, reopenMess } from './closures/close-mess.action.ts';
import { applyCut, cancelCut } from './cuts/apply-cut.action.ts';
import type { Cycle } from './cycles/contract.ts';
import { createCycle } from './cycles/save-cycle.action.ts';
import { saveMeals } from './meals/save-meals.action.ts';
import { openCyclePayment } from './payments/open-cycle-payment.action.ts';
import { denyCyclePayment, sendProof, takeCash, verifyCyclePayment } from './payments/pay-cycle.action.ts';
import { creditRebates } from './rebates/credit-rebates.action.ts';
import { clocked, type DemoEater, seedDoor } from './seed-door.ts';
import { face, receipt } from './seed-pictures.ts';
import type { Student } from './students/contract.ts';
import { decideStudent } from './students/decide-student.action.ts';
import { registerStudent } from './students/register-student.action.ts';
import { studentPhoto } from './students/student-photo.ts';

/** How many students have a photo. */
const PICTURED = 24;
/** The first student who joined after the cycle had begun. */
const LATE = 53;

const FIRST = ['Asha', 'Ravi', 'Fatima', 'Joseph', 'Lakshmi', 'Arjun', 'Sunita', 'Imran', 'Deepa', 'Kavya'];
const LAST = ['Verma', 'Menon', 'Sheikh', 'Kurian', 'Nair', 'Pillai'];
const MEALS = [
  { code: 'breakfast', name: 'Breakfast', starts: '07:00', ends: '09:30', active: true },
  { code: 'lunch', name: 'Lunch', starts: '12:00', ends: '14:30', active: true },
  { code: 'snacks', name: 'Snacks', starts: '16:30', ends: '18:00', active: true },
  // Students on late laboratory shifts eat until half past midnight.
  { code: 'dinner', name: 'Dinner', starts: '19:30', ends: '00:30', active: true },
] as const;

/**
 * Demo data: a hostel of sixty in every state, a cycle that is over with its rebates, the one of today with payments in
 * every state, meals, cuts, closures, and four weeks at the doors.
 */
export async function seed(services: Ctx): Promise<void> {
  // One transaction: separate commits would wait for the disk seven hundred times.
  must(
    await transaction(services, async (tx) => {
      await seedHostel(tx);
      return ok(null);
    }),
  );
}

async function seedHostel(services: Ctx): Promise<void> {
  const { timeZone, country } = orgOf(services);
  const price = country === 'RW' ? '60000' : '3600';
  const now = services.clock.now();
  const today = dayIn(timeZone, now);
  /** At ten in the morning, this many days ago: before any cut-off. */
  const at = (days: number): Ctx => clocked(services, addDays(today, -days), 10 * 60);
  const meals = must(await saveMeals(at(45), [...MEALS]));
  const past = await cycle(at(45), addDays(today, -42), addDays(today, -13), price);
  const current = await cycle(at(20), addDays(today, -12), addDays(today, 17), price);
  const students: Student[] = [];
  for (let i = 0; i < 60; i++) {
    const name = `${FIRST[i % FIRST.length]} ${LAST[Math.floor(i / FIRST.length)]}`;
    const roll_number = `${20 + (i % 4)}${['CS', 'EE', 'ME'][i % 3]}${String(101 + i)}`;
    const room = `${'ABC'[i % 3]}-${101 + Math.floor(i / 3)}`;
    const picture =
      i < PICTURED ? await putFile(at(44), { bytes: await face(i), name: 'face.jpg', purpose: studentPhoto }) : null;
    const phone = `${country === 'RW' ? '078' : '98'}${String((country === 'RW' ? 7_104_000 : 44_710_400) + i * 7919)}`;
    // Three came last week, and waited to be approved for an hour or more; the last four wait since yesterday.
    const photo_file_id = picture ? must(picture).id : null;
    const input = { name, roll_number, room, phone, approve: i < LATE, photo_file_id };
    const student = must(await registerStudent(at(i < LATE ? 44 : i < 56 ? 9 : 1), input));
    if (i >= LATE && i < 56)
      must(await decideStudent(clocked(services, addDays(today, -9), 660 + 47 * (i - LATE)), student.id, 'approve'));
    students.push(student);
  }
  const eating = students.slice(0, 56);
  const eaters: DemoEater[] = eating.map(({ id }) => ({ id, paid: [], cuts: [] }));
  const cut = async (ctx: Ctx, eater: DemoEater, days: DayRange) => {
    must(await applyCut(ctx, eater.id, days));
    eater.cuts.push(days);
  };
  for (const [i, eater] of eaters.entries()) {
    if (i >= LATE) break;
    if (i % 8 !== 7) {
      must(await takeCash(at(41), eater.id, { cycle_id: past.id }));
      eater.paid.push({ from: past.starts_on, to: past.ends_on });
    }
    if (i % 9 === 0) await cut(at(40), eater, { from: addDays(today, -25), to: addDays(today, -23 + (i % 3)) });
  }
  const holiday = { from: addDays(today, -18), reason: 'Founders’ day: dinner in the town' };
  must(await closeMess(at(20), holiday));
  must(await creditRebates(at(12), past.id));
  for (const [i, eater] of eaters.entries()) {
    const since = addDays(today, i < LATE ? -12 : -8);
    if (i % 7 === 4) {
      // By transfer: confirmed after breakfast on the day after.
      const sent = await prove(clocked(services, since, 18 * 60 + 7 * i), eater.id, current, i);
      must(await verifyCyclePayment(clocked(services, addDays(since, 1), 9 * 60 + 4 * i), sent, {}));
      eater.paid.push({ from: addDays(since, 2), to: current.ends_on });
    } else if (i % 7 < 4) {
      must(await takeCash(clocked(services, since, 10 * 60), eater.id, { cycle_id: current.id }));
      eater.paid.push({ from: since, to: current.ends_on });
    } else if (i % 7 === 5) await prove(at(1), eater.id, current, i);
    else if (i === 13) {
      const sent = await prove(at(3), eater.id, current, i);
      must(await denyCyclePayment(at(2), sent, 'The screenshot is of another month'));
    }
    if (i % 6 === 2) await cut(at(2), eater, { from: today, to: addDays(today, 1 + (i % 4)) });
  }
  await changedMinds(at(1), eaters, today);
  const [left, suspended, denied] = [eaters[52], eaters[48], students[59]];
  must(await decideStudent(at(4), left?.id ?? '', 'leave', 'Moved to the city'));
  must(await decideStudent(at(2), suspended?.id ?? '', 'suspend', 'Lent the code to a friend'));
  must(await decideStudent(services, denied?.id ?? '', 'deny', 'This roll number isn’t on the hostel’s list'));
  must(await closeMess(services, { from: addDays(today, 6), reason: 'Festival: the kitchen is closed' }));
  must(await closeMess(at(1), { from: addDays(today, 2), meal: 'snacks', reason: 'The oven is repaired' }));
  const mistaken = must(
    await closeMess(at(1), { from: addDays(today, 9), to: addDays(today, 10), reason: 'Water supply' }),
  );
  must(await reopenMess(services, mistaken.id));
  const charge = country === 'RW' ? '700' : '45';
  await seedDoor({ services, today, meals, eaters, closed: [holiday.from], charge });
}

/** Cuts that their students changed later, so that each state of a cut appears. */
async function changedMinds(ctx: Ctx, eaters: DemoEater[], today: string): Promise<void> {
  const [first, second] = [eaters[3]?.id ?? '', eaters[10]?.id ?? ''];
  must(await applyCut(ctx, first, { from: addDays(today, 3), to: addDays(today, 4) }));
  must(await applyCut(ctx, first, { from: addDays(today, 5), to: addDays(today, 5) }));
  const taken = must(await applyCut(ctx, second, { from: addDays(today, 4), to: addDays(today, 8) }));
  must(await cancelCut(ctx, taken.id));
}

/**
 * A proof for the evidence desk, and its cycle payment. The last pending one has the same screenshot as the one before,
 * and the desk warns about it.
 */
async function prove(ctx: Ctx, studentId: string, cycle: Cycle, i: number): Promise<string> {
  const of = i === 54 ? 47 : i;
  const transactionReference = `UTR${430_000_000 + of * 6_271}`;
  const { due, currency } = must(await openCyclePayment(ctx, studentId, cycle.id));
  const lines = ['Payment successful', `${currency} ${due}`, transactionReference, 'To: Hostel mess'];
  const file = must(await putFile(ctx, { bytes: await receipt(lines), name: 'receipt.png', purpose: proofPicture }));
  return must(await sendProof(ctx, studentId, { fileId: file.id, transactionReference }, cycle.id)).id ?? '';
}

/** Named after the month that most of it lies in. */
async function cycle(ctx: Ctx, starts_on: string, ends_on: string, price: string): Promise<Cycle> {
  const middle = Temporal.PlainDate.from(starts_on).add({ days: 15 });
  const name = middle.toLocaleString('en', { month: 'long', year: 'numeric' });
  return must(await createCycle(ctx, { name, starts_on, ends_on, price }));
}

function must<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`the demo's mess: ${result.code} ${JSON.stringify(result.detail ?? {})}`);
  return result.data;
}

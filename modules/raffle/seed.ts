import { type Ctx, orgOf } from '../../kernel/ctx/index.ts';
import { outlineWithin } from '../../kernel/documents/index.ts';
import { putFile } from '../../kernel/files/index.ts';
import { formatMoney } from '../../kernel/i18n/index.ts';
import type { Result } from '../../kernel/lib/result.ts';
import { addDays, dayIn } from '../../kernel/lib/time.ts';
import { proofPicture } from '../../kernel/payment-proofs/index.ts';
import { verifyPayment } from '../../kernel/payments/index.ts';
import { createPerson, demoNames, type Person } from '../../kernel/people/index.ts';
import { confirmOrder } from './orders/confirm-order.action.ts';
import type { Order } from './orders/contract.ts';
import { placeOrder } from './orders/place-order.action.ts';
import { sendProof } from './payments/send-proof.action.ts';
import { createRaffle } from './raffles/save-raffle.action.ts';
import { rafflePicture } from './tickets/stage-ticket.action.ts';

const DEMO = {
  IN: {
    title: 'Onam bumper raffle',
    description: 'First prize: a scooter. For the new roof of the reading room.',
    price: '100',
    bank: 'Malabar Gramin Bank',
    colors: ['#7a3e00', '#d99a2b'],
    transfers: 418_000_000,
    phone: (i: number) => `94${String(47_000_000 + i * 6_113).padStart(8, '0')}`,
  },
  RW: {
    title: 'Kigali school raffle',
    description: 'First prize: a laptop. For the library of the school.',
    price: '1000',
    bank: 'Banki y’Abaturage',
    colors: ['#0b5d3b', '#57b894'],
    transfers: 527_000_000,
    phone: (i: number) => `078${String(8_300_000 + i * 4_057).padStart(7, '0')}`,
  },
};
type Demo = (typeof DEMO)['IN'];
/** A transfer's number, of another bank in each country: the evidence desk compares all organizations. */
const transferNumber = (demo: Demo, n: number) => demo.transfers + n * 9_177;

const DAY = 86_400_000;
/** Not everybody in the demo buys. */
const BUYERS = 16;
/** Three numbers an order on average: some 120 sold. */
const PAID = 40;
const RESERVED = 6;
const WAITING = 5;

/**
 * Demo data: a raffle with two weeks of sales, some numbers reserved now, and a few orders that wait with their proofs.
 */
export async function seed(services: Ctx): Promise<void> {
  const { country, timeZone } = orgOf(services);
  const demo: Demo = country === 'RW' ? DEMO.RW : DEMO.IN;
  const now = services.clock.now().getTime();
  const at = (time: number): Ctx => ({ ...services, clock: { now: () => new Date(time) } });
  const picture = must(
    await putFile(services, { bytes: await poster(demo), name: 'raffle.png', purpose: rafflePicture }),
  );
  const raffle = must(
    await createRaffle(at(now - 15 * DAY), {
      title: demo.title,
      description: demo.description,
      ticket_price: demo.price,
      last_number: 1000,
      active: true,
      picture_file_id: picture.id,
      draw_on: addDays(dayIn(timeZone, new Date(now)), 12),
      per_person_limit: 40,
    }),
  );
  const people: Person[] = [];
  for (const [i, name] of demoNames(country).slice(0, BUYERS).entries()) {
    people.push(must(await createPerson(at(now - 15 * DAY), { name, phone: demo.phone(i) })));
  }
  const order = async (ctx: Ctx, i: number, confirm = true): Promise<Order> => {
    const person = people[i % people.length];
    // The first buyers choose round numbers, the others random ones.
    const numbers = i % 4 === 0 ? [100 + i * 7, 101 + i * 7, 102 + i * 7] : { random: 1 + ((i * 7) % 5) };
    const wanted = {
      raffle: raffle.id,
      personId: person?.id ?? null,
      contactName: person?.name ?? '',
      contactPhone: person?.phone ?? null,
    };
    const first = await placeOrder(ctx, { ...wanted, numbers });
    // The random numbers may be taken already.
    const placed = first.ok ? first.data : must(await placeOrder(ctx, { ...wanted, numbers: { random: 3 } }));
    return confirm ? must(await confirmOrder(ctx, placed.id)) : placed;
  };
  for (let i = 0; i < PAID; i++) {
    const ctx = at(now - (14 * DAY * (PAID - i)) / PAID);
    const confirmed = await order(ctx, i);
    const later = at(ctx.clock.now().getTime() + 20 * 60_000);
    must(
      await verifyPayment(later, confirmed.payment?.id ?? '', {
        transactionReference: `UTR${transferNumber(demo, 100 + i)}`,
      }),
    );
  }
  for (let i = 0; i < WAITING; i++) {
    const ctx = at(now - (WAITING - i) * 7 * 60_000);
    const waiting = await order(ctx, PAID + i);
    // The last buyer sends the same picture as the one before, so that the evidence desk shows a repeated picture.
    const of = i === WAITING - 1 ? i - 1 : i;
    const proof = must(
      await putFile(ctx, { bytes: await receipt(demo, waiting, of), name: 'receipt.png', purpose: proofPicture }),
    );
    must(await sendProof(ctx, waiting.id, { fileId: proof.id }));
  }
  for (let i = 0; i < RESERVED; i++) await order(at(now - i * 60_000), PAID + WAITING + i, i % 3 !== 0);
}

function must<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`the demo's raffle: ${result.code} ${JSON.stringify(result.detail ?? {})}`);
  return result.data;
}

async function poster({ title, description, colors }: Demo): Promise<Uint8Array> {
  const big = await outlineWithin(title, 84, 1000, 'bold');
  const small = await outlineWithin(description, 34, 1000);
  return png(
    1120,
    560,
    `<defs><linearGradient id="g" x2="1" y2="1"><stop stop-color="${colors[0]}"/><stop offset="1" stop-color="${colors[1]}"/></linearGradient></defs>
    <rect width="1120" height="560" fill="url(#g)"/><g fill="none" stroke="#fff" stroke-opacity=".25" stroke-width="3">
    ${[140, 220, 300, 380].map((r) => `<circle cx="960" cy="120" r="${r}"/>`).join('')}</g>
    <g fill="#fff"><path transform="translate(60 360)" d="${big.path}"/><path transform="translate(60 440)" d="${small.path}"/></g>`,
  );
}

/** A transfer's screenshot as banks draw them. */
async function receipt(demo: Demo, order: Order, which: number): Promise<Uint8Array> {
  const { bank, colors } = demo;
  const lines =
    which === 3
      ? [bank, 'Transfer successful', `UTR ${transferNumber(demo, 90)}`, 'Sent a moment ago']
      : [
          bank,
          'Transfer successful',
          formatMoney(order.payment?.amount_minor ?? 0, order.currency, { locale: 'en' }),
          `Remarks: ${order.payment?.reference}`,
          `UTR ${transferNumber(demo, which)}`,
        ];
  const text = await Promise.all(
    lines.map(async (line, i) => {
      const { path } = await outlineWithin(line, i === 2 ? 64 : 36, 560, i === 0 || i === 2 ? 'bold' : 'regular');
      return `<path transform="translate(60 ${150 + i * 130})" fill="${i === 0 ? '#fff' : '#1c2430'}" d="${path}"/>`;
    }),
  );
  return png(
    680,
    900,
    `<rect width="680" height="900" fill="#fff"/><rect width="680" height="200" fill="${colors[0]}"/>${text.join('')}
    <circle cx="600" cy="270" r="34" fill="${colors[1]}"/><path d="M584 270l12 13 22-26" fill="none" stroke="#fff" stroke-width="7"/>`,
  );
}

async function png(width: number, height: number, inner: string): Promise<Uint8Array> {
  const { default: sharp } = await import('sharp');
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${inner}</svg>`;
  return sharp(Buffer.from(svg)).png({ compressionLevel: 8 }).toBuffer();
}

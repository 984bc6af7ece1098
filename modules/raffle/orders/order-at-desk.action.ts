import { audit } from '../../../kernel/audit/index.ts';
import type { Ctx } from '../../../kernel/ctx/index.ts';
import { transaction } from '../../../kernel/db/index.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { ORDER } from '../names.ts';
import { parseNumbers } from '../numbers/parse-numbers.rule.ts';
import { raffleFacts } from '../raffles/raffle-facts.query.ts';
import { confirmOrder } from './confirm-order.action.ts';
import type { Order, RandomInput, ReserveInput } from './contract.ts';
import { placeOrder, type Wanted } from './place-order.action.ts';

/** An order that staff or another program makes for a buyer: numbers as a list or as typed text. */
export async function orderNumbers(ctx: Ctx, raffle: string, input: ReserveInput): Promise<Result<Order>> {
  if (typeof input.numbers !== 'string') return order(ctx, raffle, input.numbers, input);
  const facts = await raffleFacts(ctx, raffle);
  if (!facts) return refuse('raffle.not_found');
  const numbers = parseNumbers(input.numbers, facts);
  return numbers.ok ? order(ctx, raffle, numbers.data, input) : { ...numbers, fields: { numbers: numbers.code } };
}

/** The same with so many numbers at random. */
export function orderRandom(ctx: Ctx, raffle: string, input: RandomInput): Promise<Result<Order>> {
  return order(ctx, raffle, { random: input.count }, input);
}

type Contact = Pick<RandomInput, 'person_id' | 'contact_name' | 'contact_phone' | 'keep_phone' | 'confirm'>;

async function order(ctx: Ctx, raffle: string, numbers: Wanted['numbers'], contact: Contact): Promise<Result<Order>> {
  const wanted: Wanted = {
    raffle,
    numbers,
    personId: contact.person_id ?? null,
    contactName: contact.contact_name ?? '',
    contactPhone: contact.contact_phone ?? null,
    keepPhone: contact.keep_phone ?? false,
  };
  if (!contact.confirm) return placeOrder(ctx, wanted);
  return transaction(ctx, async (tx) => {
    const placed = await placeOrder(tx, wanted);
    if (!placed.ok) return placed;
    const confirmed = await confirmOrder(tx, placed.data.id);
    if (!confirmed.ok) return confirmed;
    await audit(tx, 'raffle.order.taken', {
      subject: { type: ORDER, id: placed.data.id },
      after: { code: placed.data.code },
    });
    return ok(confirmed.data);
  });
}

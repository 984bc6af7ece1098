import { audit } from '../../../kernel/audit/index.ts';
import { attemptsOf, countAttempt, hourOf } from '../../../kernel/auth/index.ts';
import { countText } from '../../../kernel/channels/index.ts';
import { tokenOf } from '../../../kernel/credentials/index.ts';
import { type Ctx, inOrg, orgOf } from '../../../kernel/ctx/index.ts';
import { transaction } from '../../../kernel/db/index.ts';
import { addressKey } from '../../../kernel/lib/address.ts';
import { newId } from '../../../kernel/lib/ids.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { sendMessage } from '../../../kernel/messages/index.ts';
import { hasSms } from '../../../kernel/portal/index.ts';
import { getSettings } from '../../../kernel/settings/index.ts';
import { checkCustomer } from '../customers/check-customer.rule.ts';
import { CUSTOMER, registerChecked } from '../customers/register-customer.action.ts';
import { sendWelcome } from '../customers/resend-welcome.action.ts';
import { sameCustomers } from '../customers/same-customers.query.ts';
import { exhibitionRows } from '../exhibitions/exhibitions.query.ts';
import { readAnswers } from '../form/answers.rule.ts';
import type { Answer } from '../form/contract.ts';
import { fieldsOf, isOver, lockForm, placesOf } from '../form/form.query.ts';
import { findsPlace } from '../form/free-places.rule.ts';
import { exhibitionSettings } from '../settings.ts';
import type { SelfRegistered, SelfRegistration } from './contract.ts';
import { waitingMessage } from './waiting.message.ts';

export const WAITING = 'exhibition.waiting';

/** Messages to one recipient in an hour, whoever asks for them. */
const MESSAGES_AN_HOUR = 3;

type Wanted = { name: string; email: string; phone: string; answers: Answer[]; language: string };

/**
 * Somebody registers on the exhibition's page. They get a place, or wait when none is free. What they need comes by mail
 * or SMS and never with the answer, and the answer is the same for who is registered or waits already: a stranger learns
 * nothing of others by their addresses. A message goes only to the address that is stored.
 *
 * Refusals: `exhibition.form.closed`, those of `checkCustomer` and `readAnswers`, `auth.too_many_attempts`, those of
 * `countText`.
 */
export async function registerSelf(
  ctx: Ctx,
  exhibitionId: string,
  input: SelfRegistration,
): Promise<Result<SelfRegistered>> {
  const [settings, sms, fields] = await Promise.all([
    getSettings(ctx, exhibitionSettings),
    hasSms(ctx),
    fieldsOf(ctx, exhibitionId),
  ]);
  const { name, email = '', phone = '', language = ctx.locale } = input;
  // Something must reach them: who leaves a number only needs SMS.
  const compulsory = { ...settings, email_required: settings.email_required || !sms || phone.trim() === '' };
  const contact = checkCustomer({ name, email, phone }, orgOf(ctx).country, compulsory);
  const answers = readAnswers(fields, input.answers ?? []);
  if (!contact.ok || !answers.ok) {
    const faults = [contact, answers].flatMap((each) => (each.ok ? [] : [each.fields ?? {}]));
    return refuse(contact.ok ? 'http.invalid' : contact.code, undefined, Object.assign({}, ...faults));
  }
  const counted = await countStranger(ctx, exhibitionId, JSON.stringify(input), settings);
  if (!counted.ok) return counted;
  const wanted = { ...contact.data, answers: answers.data, language };
  // Counted for everybody, known or not, so that nobody's mailbox is filled from here.
  const told = await countAttempt(ctx, [
    attemptsOf(MESSAGES_AN_HOUR, 'exhibition message', hourOf(ctx), exhibitionId, wanted.email || wanted.phone),
  ]);
  return give(ctx, exhibitionId, wanted, { sms, tell: told.ok });
}

/** By address, since one may fill an exhibition; and by exhibition, since one may use many addresses. */
async function countStranger(
  ctx: Ctx,
  exhibitionId: string,
  sent: string,
  limits: { registrations_per_address: number; registrations_per_hour: number },
): Promise<Result<null>> {
  const what = ['exhibition registration', hourOf(ctx), exhibitionId];
  const counted = await countAttempt(ctx, [
    attemptsOf(limits.registrations_per_address, ...what, addressKey(ctx.ip)),
    attemptsOf(limits.registrations_per_hour, ...what),
  ]);
  // The customer, their code, the audit entry and the message.
  return counted.ok ? countText(ctx, `exhibition ${addressKey(ctx.ip)}`, Buffer.byteLength(sent), 4) : counted;
}

function give(
  ctx: Ctx,
  exhibitionId: string,
  wanted: Wanted,
  { sms, tell }: { sms: boolean; tell: boolean },
): Promise<Result<SelfRegistered>> {
  return transaction<SelfRegistered>(ctx, async (tx) => {
    const form = await lockForm(tx, exhibitionId);
    const exhibition = await exhibitionRows(tx).where('id', '=', exhibitionId).executeTakeFirst();
    if (!form?.open || !exhibition || isOver(tx, exhibition.ends_on)) return refuse('exhibition.form.closed');
    const [[same], waiting, places] = await Promise.all([
      sameCustomers(tx, [{ code: null, ...wanted }], exhibitionId),
      sameWaiting(tx, exhibitionId, wanted),
      placesOf(tx, exhibitionId, form.capacity),
    ]);
    const state = findsPlace(places) ? 'registered' : 'waiting';
    const answer = ok<SelfRegistered>({ state, by: wanted.email === '' ? 'sms' : 'email' });
    if (same) {
      if (tell) await sendAgain(tx, same.id, sms);
      return answer;
    }
    if (waiting) {
      if (tell) await tellWaiting(tx, exhibitionId, waiting);
      return answer;
    }
    if (state === 'registered') {
      const { answers, language, ...contact } = wanted;
      const options = { welcome: tell, answers, language, bySms: sms };
      const registered = await registerChecked(tx, contact, exhibitionId, options);
      return registered.ok ? answer : registered;
    }
    const row = { id: newId(tx.clock.now().getTime()), ...wanted };
    await tx.db
      .insertInto('exhibition_waiting')
      .values({
        organization_id: orgOf(tx).id,
        exhibition_id: exhibitionId,
        ...row,
        answers: JSON.stringify(row.answers),
        created_at: tx.clock.now(),
      })
      .execute();
    await audit(tx, 'exhibition.waiting.added', {
      subject: { type: WAITING, id: row.id },
      after: { name: row.name, email: row.email, phone: row.phone, exhibition_id: exhibitionId },
    });
    if (tell) await tellWaiting(tx, exhibitionId, row);
    return answer;
  });
}

const sameWaiting = (tx: Ctx, exhibitionId: string, { email, phone }: Wanted) =>
  tx.db
    .selectFrom('exhibition_waiting')
    .select(['id', 'email', 'phone', 'language'])
    .where(inOrg(tx))
    .where('exhibition_id', '=', exhibitionId)
    .where(({ or, and, eb, fn, val }) =>
      or([
        and([eb(val(email), '<>', ''), eb(fn<string>('lower', ['email']), '=', email.toLowerCase())]),
        and([eb(val(phone), '<>', ''), eb('phone', '=', phone)]),
      ]),
    )
    .limit(1)
    .executeTakeFirst();

type Reached = { id: string; email: string; phone: string; language: string };

async function tellWaiting(tx: Ctx, exhibitionId: string, { id, email, phone, language }: Reached): Promise<void> {
  await sendMessage(tx, {
    channel: email === '' ? 'sms' : 'email',
    to: email || phone,
    template: waitingMessage,
    params: { exhibitionId, waitingId: id },
    subject: { type: WAITING, id },
    language,
  });
}

/** The card once more, to the address that the customer has; not when staff revoked it. */
async function sendAgain(tx: Ctx, id: string, sms: boolean): Promise<void> {
  const [customer, token] = await Promise.all([
    tx.db
      .selectFrom('exhibition_customer')
      .select(['id', 'email', 'phone'])
      .where(inOrg(tx))
      .where('id', '=', id)
      .executeTakeFirst(),
    tokenOf(tx, { subjectType: CUSTOMER, subjectId: id }),
  ]);
  if (customer && token) await sendWelcome(tx, customer, sms);
}

import { audit } from '../../../kernel/audit/index.ts';
import { type Ctx, inOrg, orgOf } from '../../../kernel/ctx/index.ts';
import { transaction } from '../../../kernel/db/index.ts';
import { ok, type Result } from '../../../kernel/lib/result.ts';
import { getSettings } from '../../../kernel/settings/index.ts';
import { answersText } from '../form/answers.rule.ts';
import type { Answer } from '../form/contract.ts';
import { exhibitionSettings } from '../settings.ts';
import { checkCustomer } from './check-customer.rule.ts';
import type { Customer, CustomerPatch } from './contract.ts';
import { getCustomer } from './customers.query.ts';
import { CUSTOMER } from './register-customer.action.ts';

/**
 * Changes what is known of a customer. An absent field stays; an equal value writes nothing. Answers of a list replace those to
 * the same questions; null: it has none.
 */
export async function changeCustomer(
  ctx: Ctx,
  reference: string,
  patch: CustomerPatch,
  given: Answer[] | null = null,
): Promise<Result<Customer>> {
  const checked = checkCustomer(patch, orgOf(ctx).country, await getSettings(ctx, exhibitionSettings));
  if (!checked.ok) return checked;
  return transaction(ctx, async (tx) => {
    const before = await getCustomer(tx, reference);
    if (!before.ok) return before;
    const { id } = before.data;
    const now: Record<string, unknown> = before.data;
    const answers = given && withAnswers(before.data.answers, given);
    const same = answers === null || answersText(answers) === answersText(before.data.answers);
    if (same && Object.entries(checked.data).every(([name, value]) => now[name] === value)) return before;
    await tx.db
      .updateTable('exhibition_customer')
      .set({ ...checked.data, ...(answers && { answers: JSON.stringify(answers) }), updated_at: tx.clock.now() })
      .where(inOrg(tx))
      .where('id', '=', id)
      .execute();
    const after = await getCustomer(tx, id);
    if (!after.ok) return after;
    await audit(tx, 'exhibition.customer.changed', {
      subject: { type: CUSTOMER, id },
      before: contact(before.data),
      after: contact(after.data),
    });
    return ok(after.data);
  });
}

const withAnswers = (there: Answer[], given: Answer[]) => [
  ...there.map((answer) => given.find(({ field }) => field === answer.field) ?? answer),
  ...given.filter(({ field }) => !there.some((answer) => answer.field === field)),
];

export const contact = ({ code, name, email, phone, tax_number, address, answers }: Customer) => ({
  code,
  name,
  email,
  phone,
  tax_number,
  address,
  ...(answers.length > 0 && { answers: answersText(answers) }),
});

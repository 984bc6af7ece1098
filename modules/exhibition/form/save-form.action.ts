import { audit } from '../../../kernel/audit/index.ts';
import { type Ctx, orgOf } from '../../../kernel/ctx/index.ts';
import { transaction } from '../../../kernel/db/index.ts';
import { nameText } from '../../../kernel/lib/clean-text.ts';
import { newId } from '../../../kernel/lib/ids.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { claimPublicCode } from '../../../kernel/tenancy/index.ts';
import type { Field, Form, FormPatch } from './contract.ts';
import { FORM_CODES, getForm, lockForm } from './form.query.ts';

export const FORM = 'exhibition.form';

/**
 * Changes an exhibition's registration page; the first change draws its address. A question keeps its id, so answers
 * belong to it whatever its words are.
 */
export async function saveForm(ctx: Ctx, exhibitionId: string, patch: FormPatch): Promise<Result<Form>> {
  const fields = patch.fields && readFields(ctx, patch.fields);
  if (fields && !fields.ok) return fields;
  return transaction(ctx, async (tx) => {
    const row = await lockForm(tx, exhibitionId);
    const before = await getForm(tx, exhibitionId);
    if (!before.ok) return before;
    const code = row?.code ?? (await claimPublicCode(tx, FORM_CODES, exhibitionId));
    if (!code) return refuse('exhibition.form.code_exhausted');
    const now = tx.clock.now();
    const values = {
      code,
      open: patch.open ?? before.data.open,
      capacity: patch.capacity === undefined ? before.data.capacity : patch.capacity,
      intro: patch.intro?.trim() ?? before.data.intro,
      fields: JSON.stringify(fields?.data ?? before.data.fields),
      updated_at: now,
    };
    await tx.db
      .insertInto('exhibition_form')
      .values({ organization_id: orgOf(tx).id, exhibition_id: exhibitionId, created_at: now, ...values })
      .onConflict((same) => same.columns(['organization_id', 'exhibition_id']).doUpdateSet(values))
      .execute();
    const after = await getForm(tx, exhibitionId);
    if (!after.ok) return after;
    const subject = { type: FORM, id: exhibitionId };
    await audit(tx, 'exhibition.form.changed', { subject, before: told(before.data), after: told(after.data) });
    return after;
  });
}

const told = ({ open, capacity, intro, fields }: Form) => ({ open, capacity, intro, fields });

function readFields(ctx: Ctx, given: NonNullable<FormPatch['fields']>): Result<Field[]> {
  const faults: Record<string, string> = {};
  const fields = given.map((field, index) => {
    const label = nameText(field.label);
    const choices = [...new Set(field.choices.map(nameText).filter((choice) => choice !== ''))];
    const twice = given.findIndex((other) => nameText(other.label).toLowerCase() === label.toLowerCase()) < index;
    if (!label || twice) faults[`fields.${index}.label`] = label ? 'exhibition.form.label_twice' : 'field.required';
    if (field.kind === 'choice' && choices.length < 2)
      faults[`fields.${index}.choices`] = 'exhibition.form.two_choices';
    return {
      id: field.id ?? newId(ctx.clock.now().getTime()),
      kind: field.kind,
      label,
      required: field.required,
      choices: field.kind === 'choice' ? choices : [],
    };
  });
  const [fault] = Object.values(faults);
  return fault ? refuse(fault, undefined, faults) : ok(fields);
}

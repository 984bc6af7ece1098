import { audit } from '../audit/index.ts';
import { byPerson, type Ctx, inOrg, orgOf } from '../ctx/index.ts';
import { transaction } from '../db/index.ts';
import { ok, type Result, refuse } from '../lib/result.ts';
import type { OwnText } from './contract.ts';
import { editableFor } from './editable.ts';
import { takeOver } from './keep-own-texts.ts';
import { faultOf } from './own-text.rule.ts';
import { asView } from './own-texts.query.ts';

type Change = { language: string; key: string; text: string | null };

/** Writes a text of the organization's own in the place of ours; null goes back to ours. */
export async function changeText(ctx: Ctx, { language, key, text }: Change): Promise<Result<OwnText>> {
  // A leaked key must not tell customers where to pay.
  if (!byPerson(ctx)) return refuse('auth.person_required');
  const ours = editableFor(orgOf(ctx), language).find((one) => one.key === key);
  if (!ours) return refuse('texts.not_found');
  const written = text === ours.ours ? null : text;
  const fault = written === null ? undefined : faultOf(ours, written);
  if (fault) return refuse(fault.code, fault.detail);
  const changed = await transaction(ctx, async (tx) => {
    const now = tx.clock.now();
    const id = { organization_id: orgOf(tx).id, language, key };
    // Locked, so that of two who save at once the second one's entry has the first one's text as the former.
    const row = await tx.db
      .insertInto('own_text')
      .values({ ...id, updated_at: now })
      .onConflict((c) =>
        c
          .columns(['organization_id', 'language', 'key'])
          .doUpdateSet((eb) => ({ updated_at: eb.ref('own_text.updated_at') })),
      )
      .returning(['text', 'updated_at'])
      .executeTakeFirstOrThrow();
    if (row.text === written) return ok(asView(tx, ours, row));
    await Promise.all([
      tx.db
        .updateTable('own_text')
        .set({ text: written, updated_at: now })
        .where(inOrg(tx))
        .where('language', '=', language)
        .where('key', '=', key)
        .execute(),
      audit(tx, written === null ? 'text.reset' : 'text.changed', {
        subject: { type: 'text', id: `${language} ${key}` },
        before: { text: row.text ?? ours.ours },
        after: { text: written ?? ours.ours },
      }),
    ]);
    return ok(asView(tx, ours, { text: written, updated_at: now }));
  });
  await takeOver(ctx);
  return changed;
}

import { audit } from '../../../kernel/audit/index.ts';
import { personOf } from '../../../kernel/auth/index.ts';
import { type Ctx, orgOf } from '../../../kernel/ctx/index.ts';
import { beyondLimit, transaction } from '../../../kernel/db/index.ts';
import { ok, type Result } from '../../../kernel/lib/result.ts';
import { NOTICE_CHOICE } from '../names.ts';
import type { NoticeChoice } from './contract.ts';

/** How the caller is told of alarms from now on. Refuses with `auth.person_required`. */
export async function saveNoticeChoice(ctx: Ctx, choice: NoticeChoice): Promise<Result<NoticeChoice>> {
  const person = personOf(ctx);
  if (!person.ok) return person;
  return transaction(ctx, async (tx) => {
    const row = { organization_id: orgOf(tx).id, user_id: person.data.id, ...choice, updated_at: tx.clock.now() };
    // It is the caller's own row, though its table belongs to the whole organization.
    await beyondLimit(tx, () =>
      tx.db
        .insertInto('coffee_notice_choice')
        .values(row)
        .onConflict((same) =>
          same.columns(['organization_id', 'user_id']).doUpdateSet({ ...choice, updated_at: row.updated_at }),
        )
        .execute(),
    );
    await audit(tx, 'coffee.notice_choice.set', {
      subject: { type: NOTICE_CHOICE, id: person.data.id },
      after: choice,
    });
    return ok(choice);
  });
}

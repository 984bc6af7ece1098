import { type Ctx, inOrg, orgOf } from '../../ctx/index.ts';
import { t } from '../../i18n/index.ts';
import { getSettings, lastGuardedChange } from '../../settings/index.ts';
import { statementSettings } from '../settings.ts';
import { certainLines, confirmLines } from './settle-lines.action.ts';

/**
 * With the setting `auto_verify_certain`: confirms the certain matches of a statement that was just read in, of payments
 * that were opened after it was switched on. Not of a statement that the one who switched it on reads in: a control
 * and what it lets through would be one person's. Theirs wait for "confirm all certain", which bears their name.
 */
export async function confirmByItself(ctx: Ctx, statementId: string): Promise<void> {
  const { auto_verify_certain } = await getSettings(ctx, statementSettings, { fresh: true });
  if (!auto_verify_certain) return;
  const switched = await lastGuardedChange(ctx, statementSettings);
  if (switched?.byId && switched.byId === (await personOf(ctx))) return;
  // The server itself confirms, so it doesn't count as a person where two are needed.
  const name = t(orgOf(ctx).language, 'console.payments.by_statement');
  const machine = { ...ctx, actor: { kind: 'system', id: null, name } as const };
  const lines = await certainLines(ctx, statementId, switched?.at);
  if (lines.length > 0) await confirmLines(machine, statementId, lines);
}

/** The member who acts, also by a key that they made. */
async function personOf(ctx: Ctx): Promise<string | null> {
  if (ctx.actor.kind !== 'api_key') return ctx.actor.id;
  const key = await ctx.db
    .selectFrom('api_key')
    .select('created_by')
    .where(inOrg(ctx))
    .where('id', '=', ctx.actor.id)
    .executeTakeFirst();
  return key?.created_by ?? null;
}

import { type Ctx, inOrg, orgOf } from '../ctx/index.ts';
import { texts } from '../i18n/index.ts';
import { ok, type Result, refuse } from '../lib/result.ts';
import type { OwnText, OwnTexts } from './contract.ts';
import { type Editable, editableFor } from './editable.ts';
import { faultOf, isNeeded, isOneLine, mostOf } from './own-text.rule.ts';
import { SAMPLES } from './samples.ts';

/** The texts that the organization may write itself, in one language: its own by default. */
export async function listOwnTexts(ctx: Ctx, language = orgOf(ctx).language): Promise<Result<OwnTexts>> {
  const { languages } = texts();
  if (!languages.includes(language)) return refuse('texts.no_language');
  const rows = await ctx.db
    .selectFrom('own_text')
    .select(['key', 'text', 'updated_at'])
    .where(inOrg(ctx))
    .where('language', '=', language)
    .execute();
  const own = new Map(rows.map((row) => [row.key, row]));
  const organization = orgOf(ctx);
  return ok({
    language,
    languages,
    texts: editableFor(organization, language).map((one) => asView(ctx, one, own.get(one.key))),
  });
}

export function asView(ctx: Ctx, one: Editable, own?: { text: string | null; updated_at: Date }): OwnText {
  const text = own?.text ?? null;
  return {
    key: one.key,
    group: one.group,
    ours: one.ours,
    text,
    fits: text === null || !faultOf(one, text),
    placeholders: one.names.map((name) => ({
      name,
      sample: name === 'organization' ? orgOf(ctx).name : (SAMPLES[name] ?? `‹${name}›`),
      needed: isNeeded(name) && one.ours.includes(name),
    })),
    max: mostOf(one),
    one_line: isOneLine(one),
    changed_at: own?.updated_at.toISOString() ?? null,
  };
}

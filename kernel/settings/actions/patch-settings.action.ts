import type { TSchema } from 'typebox';
import { Value } from 'typebox/value';
import { audit } from '../../audit/index.ts';
import { byOwner, byPerson, type Ctx, inOrg, orgOf } from '../../ctx/index.ts';
import { afterCommit, transaction } from '../../db/index.ts';
import { newId } from '../../lib/ids.ts';
import { ok, type Result, refuse } from '../../lib/result.ts';
import { isSealed } from '../../lib/secretbox.ts';
import { fieldsOf, guardedFields, isSecret, type SettingsDefinition } from '../define.ts';
import { forgetSettings, markChanging, opened } from '../get-settings.ts';
import { definitionFor, type SettingsView, viewOf } from '../queries/list-settings.ts';
import { boxOf, placeOf, type Stored } from '../state.ts';

/**
 * Changes some of a module's settings, as a person. A missing field keeps its value, `null` resets it to the default
 * (and unsets a secret). A secret whose `bound` fields change is removed, unless the patch contains it too. Refuses
 * with `auth.person_required`, `settings.not_found`, `settings.owner_only` for a guarded field, or `settings.invalid`
 * with each faulty field; then nothing changes. `first`: a guarded field that nobody has chosen yet may be set by others,
 * too; all owners learn it.
 */
export async function patchSettings(
  ctx: Ctx,
  module: string,
  patch: Record<string, unknown>,
  { first = false } = {},
): Promise<Result<SettingsView>> {
  // A leaked key must not redirect the organization's mail, money or bots.
  if (!byPerson(ctx)) return refuse('auth.person_required');
  const definition = definitionFor(ctx, module);
  if (!definition) return refuse('settings.not_found');
  const faults = faultsOf(definition, patch);
  if (Object.keys(faults).length > 0) return refuse('settings.invalid', undefined, faults);

  return transaction(ctx, async (tx) => {
    const before = await lockRow(tx, module);
    const after = applied(tx, definition, before, patch);
    const forgotten = forgetBound(tx, definition, { before, after, patch });
    const together = Object.entries((await definition.check?.(opened(tx, definition, after), tx)) ?? {});
    const faulty = Object.fromEntries(together.filter((fault): fault is [string, string] => fault[1] !== undefined));
    for (const field of forgotten) if (faulty[field]) faulty[field] = 'settings.secret_again';
    if (Object.keys(faulty).length > 0) return refuse('settings.invalid', undefined, faulty);

    const changed = [...new Set([...Object.keys(patch), ...forgotten])].filter(
      (field) => before[field] !== after[field] && JSON.stringify(before[field]) !== JSON.stringify(after[field]),
    );
    const guarded = changed.filter((field) => definition.guarded?.includes(field));
    const chosen = guarded.some((field) => field in before);
    if (guarded.length > 0 && !byOwner(tx) && !(first && !chosen)) {
      const faults = Object.fromEntries(guarded.map((field) => [field, 'settings.owner_only']));
      return refuse('settings.owner_only', undefined, faults);
    }
    if (changed.length > 0) {
      markChanging(tx);
      afterCommit(tx, () => forgetSettings(tx, module));
      const values = JSON.stringify(after);
      await Promise.all([
        tx.db
          .updateTable('setting')
          .set({ values, updated_at: tx.clock.now() })
          .where(inOrg(tx))
          .where('module', '=', module)
          .execute(),
        audit(tx, 'settings.changed', {
          subject: { type: 'settings', id: module },
          before: shown(definition, before, changed, 'hidden'),
          after: shown(definition, after, changed, 'hidden, changed'),
        }),
        guarded.length > 0 ? keepFormer(tx, definition, before) : null,
      ]);
      if (guarded.length > 0) await tx.services.notifyOwners?.(tx, { module, fields: guarded });
    }
    return ok(viewOf(tx, definition, after));
  });
}

/**
 * The row, created if absent, and locked until the end of the transaction, so that two people who save at once take
 * turns.
 */
async function lockRow(tx: Ctx, module: string): Promise<Stored> {
  const row = await tx.db
    .insertInto('setting')
    .values({ organization_id: orgOf(tx).id, module, created_at: tx.clock.now(), updated_at: tx.clock.now() })
    .onConflict((c) =>
      c.columns(['organization_id', 'module']).doUpdateSet((eb) => ({ updated_at: eb.ref('setting.updated_at') })),
    )
    .returning('values')
    .executeTakeFirstOrThrow();
  return row.values as Stored;
}

/** What was opened before the change is judged by these. */
async function keepFormer(tx: Ctx, definition: SettingsDefinition, before: Stored): Promise<void> {
  const now = tx.clock.now();
  const kept = guardedFields(definition).filter((field) => field in before);
  await tx.db
    .insertInto('setting_change')
    .values({
      organization_id: orgOf(tx).id,
      id: newId(now.getTime()),
      module: definition.module,
      changed_at: now,
      changed_by_id: tx.actor.kind === 'user' ? tx.actor.id : null,
      before: JSON.stringify(Object.fromEntries(kept.map((field) => [field, before[field]]))),
    })
    .execute();
}

function faultsOf(definition: SettingsDefinition, patch: Record<string, unknown>): Record<string, string> {
  const schemas = definition.schema.properties as Record<string, TSchema>;
  const faults: Record<string, string> = {};
  for (const [field, value] of Object.entries(patch)) {
    const schema = Object.hasOwn(schemas, field) ? schemas[field] : undefined;
    if (!schema) faults[field] = 'settings.unknown_field';
    else if (value !== null && !Value.Check(schema, value)) faults[field] = 'settings.invalid_value';
  }
  return faults;
}

function applied(tx: Ctx, definition: SettingsDefinition, before: Stored, patch: Record<string, unknown>): Stored {
  const schemas = definition.schema.properties as Record<string, TSchema>;
  const after: Stored = { ...before };
  for (const [field, value] of Object.entries(patch)) {
    const clears = value === null || (isSecret(schemas[field]) && value === '');
    if (clears) delete after[field];
    else
      after[field] = isSecret(schemas[field])
        ? boxOf(tx.config).seal(value as string, placeOf(orgOf(tx).id, definition.module, field))
        : value;
  }
  return after;
}

/**
 * Removes the secrets from `after` that would be sent to another server or account than they were given for; returns
 * their names.
 */
function forgetBound(
  tx: Ctx,
  definition: SettingsDefinition,
  { before, after, patch }: { before: Stored; after: Stored; patch: Record<string, unknown> },
): string[] {
  const was = opened(tx, definition, before);
  const is = opened(tx, definition, after);
  const moved = (field: string) => JSON.stringify(was[field]) !== JSON.stringify(is[field]);
  const forgotten = Object.entries(definition.bound ?? {})
    .filter(([secret, fields]) => isSealed(after[secret]) && !(secret in patch) && fields.some(moved))
    .map(([secret]) => secret);
  for (const secret of forgotten) delete after[secret];
  return forgotten;
}

/** What the audit records: of a secret only that it changed. */
function shown(
  definition: SettingsDefinition,
  stored: Stored,
  changed: string[],
  hidden: string,
): Record<string, unknown> {
  const secrets = new Set(fieldsOf(definition).flatMap(([field, schema]) => (isSecret(schema) ? [field] : [])));
  return Object.fromEntries(
    changed.map((field) => [
      field,
      secrets.has(field) ? (isSealed(stored[field]) ? hidden : null) : (stored[field] ?? null),
    ]),
  );
}

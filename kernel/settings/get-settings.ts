import type { TProperties } from 'typebox';
import { Value } from 'typebox/value';
import { type Ctx, type Db, inOrg, orgOf } from '../ctx/index.ts';
import { isSealed } from '../lib/secretbox.ts';
import { fieldsOf, guardedFields, isSecret, type SettingsDefinition, type SettingsOf } from './define.ts';
import { boxOf, MAX_AGE_MS, placeOf, type Stored, stateOf } from './state.ts';

/** Transactions that changed settings: only they see their changes until they commit. */
const changing = new WeakSet<Db>();
export function markChanging(tx: Ctx): void {
  changing.add(tx.db);
}

/**
 * The organization's settings of a module: chosen values over the defaults, secrets decrypted. At most five seconds old
 * (see MAX_AGE_MS); `fresh` reads the row itself, for decisions about money.
 */
export async function getSettings<P extends TProperties>(
  ctx: Ctx,
  definition: SettingsDefinition<P>,
  options: { fresh?: boolean } = {},
): Promise<SettingsOf<SettingsDefinition<P>>> {
  const uncached = options.fresh || changing.has(ctx.db);
  const stored = await (uncached ? readStored(ctx, definition.module) : cachedStored(ctx, definition.module));
  return opened(ctx, definition as unknown as SettingsDefinition, stored) as SettingsOf<SettingsDefinition<P>>;
}

/**
 * The settings as they are, and their guarded fields as they were at a moment: what was opened before a change is
 * judged by what held then. Read fresh; secrets are those of now.
 */
export async function getSettingsAt<P extends TProperties>(
  ctx: Ctx,
  definition: SettingsDefinition<P>,
  at: Date,
): Promise<{ is: SettingsOf<SettingsDefinition<P>>; was: SettingsOf<SettingsDefinition<P>> }> {
  const plain = definition as unknown as SettingsDefinition;
  const [stored, change] = await Promise.all([
    readStored(ctx, definition.module),
    ctx.db
      .selectFrom('setting_change')
      .select('before')
      .where(inOrg(ctx))
      .where('module', '=', definition.module)
      .where('changed_at', '>', at)
      .orderBy('changed_at')
      .orderBy('id')
      .limit(1)
      .executeTakeFirst(),
  ]);
  const open = (values: Stored) => opened(ctx, plain, values) as SettingsOf<SettingsDefinition<P>>;
  const is = open(stored);
  if (!change) return { is, was: is };
  const before = { ...stored };
  for (const field of guardedFields(plain)) delete before[field];
  return { is, was: open({ ...before, ...(change.before as Stored) }) };
}

/** The last change of a definition's guarded fields, and who made it; null: none since changes are kept. */
export async function lastGuardedChange(
  ctx: Ctx,
  { module }: Pick<SettingsDefinition, 'module'>,
): Promise<{ at: Date; byId: string | null } | null> {
  const change = await ctx.db
    .selectFrom('setting_change')
    .select(['changed_at', 'changed_by_id'])
    .where(inOrg(ctx))
    .where('module', '=', module)
    .orderBy('changed_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return change ? { at: change.changed_at, byId: change.changed_by_id } : null;
}

function cachedStored(ctx: Ctx, module: string): Promise<Stored> {
  const state = stateOf(ctx.services);
  const key = cacheKey(orgOf(ctx).id, module);
  const now = performance.now();
  const entry = state.cache.get(key);
  if (entry && now - entry.at < MAX_AGE_MS) return entry.values;

  const values = readStored(ctx, module);
  const { generation } = state;
  state.cache.set(key, { values, at: now });
  const dropOurs = () => {
    if (state.cache.get(key)?.values === values) state.cache.delete(key);
  };
  // A row that failed to load, or was read while another request changed it, isn't cached.
  values.then(() => generation !== state.generation && dropOurs(), dropOurs);
  if (state.cache.size > 5000)
    for (const [old, { at }] of state.cache) if (now - at >= MAX_AGE_MS) state.cache.delete(old);
  return values;
}

/** A module's stored row: only the chosen values, secrets encrypted. */
export async function readStored(ctx: Ctx, module: string): Promise<Stored> {
  const row = await ctx.db
    .selectFrom('setting')
    .select('values')
    .where(inOrg(ctx))
    .where('module', '=', module)
    .executeTakeFirst();
  return (row?.values ?? {}) as Stored;
}

/** Removes this process's cached copy. */
export function forgetSettings(ctx: Ctx, module: string): void {
  const state = stateOf(ctx.services);
  state.generation++;
  state.cache.delete(cacheKey(orgOf(ctx).id, module));
}

function cacheKey(organizationId: string, module: string): string {
  return `${organizationId} ${module}`;
}

/**
 * Stored values over the defaults. A value that no longer fits its schema (a newer version narrowed it) is replaced by
 * the default.
 */
export function opened(ctx: Ctx, definition: SettingsDefinition, stored: Stored): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const [field, schema] of fieldsOf(definition)) {
    const kept = isSecret(schema) ? openSecret(ctx, definition.module, field, stored[field]) : stored[field];
    const fits = kept !== undefined && Value.Check(schema, kept);
    const byDefault = (schema as { default?: unknown }).default;
    // Only lists and objects need a copy of their own; copying costs more than all else here.
    const value = fits ? kept : typeof byDefault === 'object' ? structuredClone(byDefault) : byDefault;
    if (value !== undefined) values[field] = value;
  }
  return values;
}

/**
 * A secret that can't be decrypted (SECRET_KEY was changed) counts as unset: the server continues, and the page shows
 * what to enter again.
 */
function openSecret(ctx: Ctx, module: string, field: string, sealed: unknown): string | undefined {
  if (!isSealed(sealed)) return undefined;
  try {
    return boxOf(ctx.config).open(sealed, placeOf(orgOf(ctx).id, module, field));
  } catch (error) {
    ctx.log.warn(
      { module, field, error: (error as Error).message },
      'a secret setting does not open; it counts as unset',
    );
    return undefined;
  }
}

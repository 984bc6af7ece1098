import type { TSchema } from 'typebox';
import { type Ctx, inOrg, orgOf } from '../../ctx/index.ts';
import { versionOf } from '../../http/index.ts';
import { findText } from '../../i18n/index.ts';
import { ok, type Result, refuse } from '../../lib/result.ts';
import { fieldsOf, isSecret, type SettingsDefinition } from '../define.ts';
import { opened, readStored } from '../get-settings.ts';
import { type Stored, stateOf } from '../state.ts';

/**
 * One module's settings as a form needs them: JSON Schema with titles in the reader's language, values with defaults.
 */
export type SettingsView = {
  module: string;
  title: string;
  schema: Record<string, unknown>;
  /** secrets are always null here */
  values: Record<string, unknown>;
  /** secrets that have a value */
  secrets_set: string[];
  /** fields that somebody changed from the default */
  chosen: string[];
  /** changes with any value that isn't a secret */
  version: string;
  /** fields that only an owner changes */
  owner_only: string[];
};

/** The settings of this organization: the kernel's and those of its modules. */
function definitionsFor(ctx: Ctx): SettingsDefinition[] {
  const used = orgOf(ctx).modules;
  const { definitions, ofPackages } = stateOf(ctx.services);
  return [...definitions.values()].filter(
    (definition) => ofPackages.has(definition.module) || used.includes(definition.module),
  );
}

export function definitionFor(ctx: Ctx, module: string): SettingsDefinition | undefined {
  return definitionsFor(ctx).find((definition) => definition.module === module);
}

export async function listSettings(ctx: Ctx): Promise<Result<SettingsView[]>> {
  const rows = await ctx.db.selectFrom('setting').select(['module', 'values']).where(inOrg(ctx)).execute();
  const stored = new Map(rows.map((row) => [row.module, row.values as Stored]));
  return ok(definitionsFor(ctx).map((definition) => viewOf(ctx, definition, stored.get(definition.module) ?? {})));
}

/** One module's settings, read from the database; refuses with `settings.not_found`. */
export async function readSettings(ctx: Ctx, module: string): Promise<Result<SettingsView>> {
  const definition = definitionFor(ctx, module);
  return definition ? ok(viewOf(ctx, definition, await readStored(ctx, module))) : refuse('settings.not_found');
}

export function viewOf(ctx: Ctx, definition: SettingsDefinition, stored: Stored): SettingsView {
  const values = opened(ctx, definition, stored);
  const secrets = fieldsOf(definition).flatMap(([field, schema]) => (isSecret(schema) ? [field] : []));
  const secretsSet = secrets.filter((field) => values[field]);
  for (const field of secrets) values[field] = null;
  return {
    module: definition.module,
    title: findText(ctx, `console.settings.${definition.module}.title`) ?? definition.module,
    schema: {
      ...definition.schema,
      properties: Object.fromEntries(
        fieldsOf(definition).map(([field, schema]) => [field, titled(ctx, definition.module, field, schema)]),
      ),
    },
    values,
    secrets_set: secretsSet,
    version: versionOf(values),
    owner_only: definition.guarded ?? [],
    chosen: Object.keys(stored).filter((field) => Object.hasOwn(definition.schema.properties, field)),
  };
}

/** A field's schema with its texts; choices of an enum are in `options`, `[{ value, title }]`. */
function titled(ctx: Ctx, module: string, field: string, schema: TSchema): Record<string, unknown> {
  const key = `console.settings.${module}.${field}`;
  const plain = schema as Record<string, unknown>;
  const choices = Array.isArray(plain.enum) ? (plain.enum as unknown[]) : undefined;
  return {
    ...plain,
    title: findText(ctx, `${key}.title`) ?? plain.title ?? field,
    description: findText(ctx, `${key}.description`) ?? plain.description,
    ...(choices && {
      options: choices.map((value) => ({ value, title: findText(ctx, `${key}.options.${value}`) ?? String(value) })),
    }),
  };
}

/** Keys of the texts that a definition lacks in a language; empty when complete. For a module's tests. */
export function missingTexts(definition: SettingsDefinition, language: string): string[] {
  const keys = [`console.settings.${definition.module}.title`];
  for (const [field, schema] of fieldsOf(definition)) {
    const key = `console.settings.${definition.module}.${field}`;
    const choices = (schema as { enum?: unknown[] }).enum ?? [];
    keys.push(`${key}.title`, `${key}.description`, ...choices.map((value) => `${key}.options.${value}`));
  }
  return keys.filter((key) => findText(language, key) === undefined);
}

/** Typed settings that a package or module declares. */
import { type Static, type TObject, type TProperties, type TSchema, Type } from 'typebox';
import type { Ctx } from '../ctx/index.ts';

type Faults = { [field: string]: string | undefined };

export type SettingsDefinition<P extends TProperties = TProperties> = {
  /** the module's name, or the kernel package's */
  module: string;
  /**
   * Every field has a default, except an optional one. Its texts are `console.settings.<module>.<field>.title` and
   * `.description`.
   */
  schema: TObject<P>;
  /**
   * Secret → the fields that decide to whom it is sent: when one of these changes, the secret is removed, unless the
   * change contains it too.
   */
  bound?: { [secret: string]: string[] };
  /**
   * Fields that control the members who may change the others, or decide where money or proofs of identity come from:
   * only an owner changes them, all owners get a mail, and `getSettingsAt` knows what they were.
   */
  guarded?: string[];
  /**
   * Faults that the schema can't tell: field → refusal code. Secrets are decrypted; `tx` is the transaction of the change.
   */
  check?(values: Static<TObject<P>>, tx: Ctx): Faults | Promise<Faults>;
};

export type SettingsOf<D> = D extends SettingsDefinition<infer P> ? Static<TObject<P>> : never;

/**
 * Declares a module's settings; list it in the manifest's `settings`, read it with `getSettings(ctx, definition)`.
 * Throws when a field has no default and isn't optional: an organization that never opened the page must have a value.
 */
export function defineSettings<P extends TProperties>(definition: SettingsDefinition<P>): SettingsDefinition<P> {
  for (const [field, schema] of Object.entries(definition.schema.properties as Record<string, TSchema>)) {
    const required = (definition.schema.required as string[] | undefined)?.includes(field) ?? false;
    if (required && !('default' in schema)) throw new Error(`settings ${definition.module}.${field} has no default`);
    if (isSecret(schema) && (schema as { type?: string }).type !== 'string')
      throw new Error(`settings ${definition.module}.${field}: a secret is a string`);
    if (isSecret(schema) && !definition.bound?.[field])
      throw new Error(`settings ${definition.module}.${field}: a secret is bound to what says where it goes, or to []`);
  }
  for (const field of definition.guarded ?? [])
    if (!(field in definition.schema.properties)) throw new Error(`settings ${definition.module}.${field} is unknown`);
  return definition;
}

/** A field that is stored encrypted, never sent to a browser and never written to the audit; '' when unset. */
export function secret(options: { maxLength?: number } = {}) {
  return Type.String({ maxLength: 4000, ...options, default: '', writeOnly: true, secret: true });
}

export function isSecret(schema: TSchema | undefined): boolean {
  return (schema as { secret?: boolean } | undefined)?.secret === true;
}

export function fieldsOf(definition: SettingsDefinition): [string, TSchema][] {
  return Object.entries(definition.schema.properties as Record<string, TSchema>);
}

/** The guarded fields whose former values are kept; a secret's are not. */
export function guardedFields({ guarded = [], schema }: SettingsDefinition): string[] {
  const properties = schema.properties as Record<string, TSchema>;
  return guarded.filter((field) => !isSecret(properties[field]));
}

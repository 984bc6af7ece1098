import type { FieldSchema } from './SchemaField.tsx';

/** GET /settings/{module} */
export type SettingsView = {
  module: string;
  title: string;
  schema: { properties: Record<string, FieldSchema> };
  values: Record<string, unknown>;
  secretsSet: string[];
  chosen: string[];
  version: string;
  ownerOnly: string[];
};

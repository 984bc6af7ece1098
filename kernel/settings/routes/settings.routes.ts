import { Type } from 'typebox';
import { route, type VersionedRecord } from '../../module/index.ts';
import { patchSettings } from '../actions/patch-settings.action.ts';
import { listSettings, readSettings, type SettingsView as View } from '../queries/list-settings.ts';

const SettingsView = Type.Object({
  module: Type.String(),
  title: Type.String(),
  schema: Type.Unknown({
    description:
      'JSON Schema of the values, with titles in the reader’s language; a field with `secret: true` is write-only.',
  }),
  values: Type.Record(Type.String(), Type.Unknown()),
  secrets_set: Type.Array(Type.String(), {
    description: 'Secret fields that have a value; the values themselves are never sent.',
  }),
  version: Type.String({ description: 'The ETag of these settings, for If-Match.' }),
  owner_only: Type.Array(Type.String(), {
    description: 'Fields that only an owner changes; all owners get a mail about it.',
  }),
  chosen: Type.Array(Type.String(), { description: 'Fields whose value was chosen; the others show the default.' }),
});

const ByModule = Type.Object({ module: Type.String({ maxLength: 63 }) });

/** Without secrets: they are never shown, so a form can't send an old one back. */
const record: VersionedRecord<{ module: string }, View> = {
  kind: 'settings',
  fields: (view) => view.values,
  subjects: (view) => [{ type: 'settings', id: view.module }],
  read: (ctx, { module }) => readSettings(ctx, module),
};

export const settingsRoutes = [
  route({
    method: 'GET',
    path: '/settings',
    permission: 'settings.read',
    summary: 'The settings of the organization, by module',
    reply: Type.Array(SettingsView),
    run: (ctx) => listSettings(ctx),
  }),
  route({
    method: 'GET',
    path: '/settings/{module}',
    permission: 'settings.read',
    summary: 'The settings of one module',
    params: ByModule,
    record,
    reply: SettingsView,
    run: (ctx, { params }) => readSettings(ctx, params.module),
  }),
  route({
    method: 'PATCH',
    path: '/settings/{module}',
    permission: 'settings.write',
    summary: 'Change some settings of a module; null returns a field to its default',
    params: ByModule,
    record,
    body: Type.Record(Type.String({ maxLength: 63 }), Type.Unknown(), { maxProperties: 200 }),
    reply: SettingsView,
    run: (ctx, { params, body }) => patchSettings(ctx, params.module, body),
  }),
];

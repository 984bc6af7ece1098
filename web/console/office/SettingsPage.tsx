import { Alert, Box, Button, Stack } from '@mui/material';
import { useEffect, useState } from 'react';
import { useNotify, useTranslate } from 'react-admin';
import { useLocation, useParams } from 'react-router-dom';
import {
  History,
  Loaded,
  Page,
  Panel,
  snakeKeys,
  useCan,
  useGet,
  useSave,
  useSession,
  useUnsaved,
} from '../../../kernel/ui/index.ts';
import { useSubmit } from './account/useSubmit.ts';
import { MailTest } from './MailTest.tsx';
import { SchemaField } from './SchemaField.tsx';
import type { SettingsView } from './settings-view.ts';

/** One section of the settings, drawn from the schema that also validates, with what was changed when and by whom. */
export default function SettingsPage() {
  const translate = useTranslate();
  const can = useCan();
  const { module = '' } = useParams();
  const query = useGet<SettingsView>(`/settings/${module}`);
  const { hash } = useLocation();
  const there = query.data !== undefined;
  useEffect(() => {
    if (there && hash) document.getElementById(hash.slice(1))?.scrollIntoView({ block: 'center' });
  }, [there, hash]);
  return (
    <Page title={query.data?.title ?? translate('console.settings_page.title')} back="/office/settings" width={820}>
      <Loaded query={query} height={320}>
        {(view) => (
          <Stack id={module} sx={{ gap: 2.5 }}>
            <ModuleForm key={module} view={view} onSaved={() => void query.refetch()} />
            {can('audit.read') && (
              <Panel title={translate('console.settings_page.history')}>
                <History subjectType="settings" subjectId={module} />
              </Panel>
            )}
          </Stack>
        )}
      </Loaded>
    </Page>
  );
}

/** Sends only changed fields; null resets a field to its default. */
function ModuleForm({ view, onSaved }: { view: SettingsView; onSaved: () => void }) {
  const translate = useTranslate();
  const notify = useNotify();
  const may = useCan()('settings.write');
  const owner = useSession().role === 'owner';
  const [changes, setChanges] = useState<Record<string, unknown>>({});
  // The version of the values when the first of them was changed here.
  const [version, setVersion] = useState<string>();
  const { save, dialog } = useSave();
  const titleOf = (name: string) => view.schema.properties[name]?.title ?? name;
  const { busy, submit, error } = useSubmit(async () => {
    const { path, before, label } = { path: `/settings/${view.module}`, before: {}, label: titleOf };
    await save({ path, version: version ?? view.version, before, after: changes, label });
    setChanges({});
    notify('console.saved', { type: 'success' });
    onSaved();
  });
  // The client converts names to camelCase; names of settings are data, and stay unchanged.
  const faults = snakeKeys(error?.fields ?? {}) as Record<string, string>;
  const dirty = Object.keys(changes).length > 0;
  useUnsaved(() => dirty && !busy);
  const fieldOf = (name: string) => {
    const schema = view.schema.properties[name];
    if (!schema) return null;
    return (
      <Box key={name} id={name} sx={{ scrollMarginTop: 72 }}>
        <SchemaField
          schema={schema}
          value={name in changes ? changes[name] : view.values[name]}
          secretSet={view.secretsSet.includes(name)}
          chosen={view.chosen.includes(name) && !(name in changes)}
          error={faults[name]}
          disabled={!may || (!owner && view.ownerOnly.includes(name))}
          onChange={(value) => {
            setVersion((seen) => (dirty ? seen : view.version));
            setChanges({ ...changes, [name]: value });
          }}
        />
      </Box>
    );
  };
  const names = Object.keys(view.schema.properties);
  const plain = names.filter((name) => !view.ownerOnly.includes(name));
  return (
    <Stack component="form" onSubmit={submit} sx={{ gap: 2.5 }} noValidate>
      {dialog}
      {error && <Alert severity="error">{error.message}</Alert>}
      {plain.length > 0 && (
        <Panel>
          <Stack sx={{ gap: 2.25 }}>{plain.map(fieldOf)}</Stack>
        </Panel>
      )}
      {view.ownerOnly.length > 0 && (
        <Panel title={translate('console.settings_page.careful')}>
          <Stack sx={{ gap: 2.25 }}>
            <Alert severity="warning">{translate('console.settings_page.owner_only')}</Alert>
            {view.ownerOnly.map(fieldOf)}
          </Stack>
        </Panel>
      )}
      {may && (
        <Stack direction="row" sx={{ gap: 1, justifyContent: 'flex-end' }}>
          {dirty && (
            <Button color="inherit" onClick={() => setChanges({})}>
              {translate('ra.action.cancel')}
            </Button>
          )}
          <Button type="submit" variant="contained" disabled={busy || !dirty}>
            {translate('ra.action.save')}
          </Button>
        </Stack>
      )}
      {view.module === 'mail' && may && <MailTest unsaved={dirty} />}
    </Stack>
  );
}

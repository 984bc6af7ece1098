import { Alert, Box, Button, Skeleton, Stack } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useEffect, useState } from 'react';
import { useNotify, useRefresh, useTranslate } from 'react-admin';
import { useLocation } from 'react-router-dom';
import {
  ApiError,
  api,
  ErrorNote,
  Page,
  Panel,
  snakeKeys,
  useCan,
  useSave,
  useSession,
  useUnsaved,
} from '../../../kernel/ui/index.ts';
import { MailTest } from './MailTest.tsx';
import { type FieldSchema, SchemaField } from './SchemaField.tsx';

type View = {
  module: string;
  title: string;
  schema: { properties: Record<string, FieldSchema> };
  values: Record<string, unknown>;
  secretsSet: string[];
  chosen: string[];
  version: string;
  ownerOnly: string[];
};

/** The organization's settings: one card for each module, drawn from the schema that also validates. */
export default function Settings() {
  const translate = useTranslate();
  const { organization } = useSession();
  const query = useQuery({ queryKey: ['settings', organization.id], queryFn: () => api.get<View[]>('/settings') });
  const { hash } = useLocation();
  const there = query.data !== undefined;
  useEffect(() => {
    if (there && hash) document.getElementById(hash.slice(1))?.scrollIntoView();
  }, [there, hash]);
  return (
    <Page
      title={translate('console.settings_page.title')}
      subtitle={translate('console.settings_page.text')}
      width={820}
    >
      {query.error && <ErrorNote error={query.error} onRetry={() => query.refetch()} />}
      {query.isPending && <Skeleton variant="rounded" height={320} />}
      <Stack sx={{ gap: 2.5 }}>
        {query.data?.map((view) => (
          <Box key={view.module} id={view.module} sx={{ scrollMarginTop: 72 }}>
            <ModuleForm view={view} />
          </Box>
        ))}
      </Stack>
    </Page>
  );
}

/** Sends only changed fields; null resets a field to its default. */
function ModuleForm({ view }: { view: View }) {
  const translate = useTranslate();
  const notify = useNotify();
  const refresh = useRefresh();
  const may = useCan()('settings.write');
  const owner = useSession().role === 'owner';
  const [changes, setChanges] = useState<Record<string, unknown>>({});
  // The version of the values when the first of them was changed here.
  const [version, setVersion] = useState<string>();
  const { save, dialog } = useSave();
  const guarded = (schema: FieldSchema): FieldSchema => ({
    ...schema,
    description: [schema.description, translate('console.settings_page.owner_only')].filter(Boolean).join(' '),
  });
  const titleOf = (name: string) => view.schema.properties[name]?.title ?? name;
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ApiError | null>(null);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setError(null);
    try {
      const { path, before, label } = { path: `/settings/${view.module}`, before: {}, label: titleOf };
      await save({ path, version: version ?? view.version, before, after: changes, label });
      setChanges({});
      notify('console.saved', { type: 'success' });
      refresh();
    } catch (refusal) {
      setError(refusal instanceof ApiError ? refusal : new ApiError(0, 'unknown', String(refusal)));
    } finally {
      setBusy(false);
    }
  };
  // The client converts names to camelCase; names of settings are data, and stay unchanged.
  const faults = snakeKeys(error?.fields ?? {}) as Record<string, string>;
  const dirty = Object.keys(changes).length > 0;
  useUnsaved(() => dirty && !busy);
  return (
    <Panel title={view.title}>
      {dialog}
      <Stack component="form" onSubmit={submit} sx={{ gap: 2.25 }} noValidate>
        {error && <Alert severity="error">{error.message}</Alert>}
        {Object.entries(view.schema.properties).map(([name, schema]) => (
          <SchemaField
            key={name}
            schema={view.ownerOnly.includes(name) ? guarded(schema) : schema}
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
        ))}
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
      </Stack>
      {view.module === 'mail' && may && <MailTest unsaved={dirty} />}
    </Panel>
  );
}

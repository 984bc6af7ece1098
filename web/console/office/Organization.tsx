import { Alert, Button, Skeleton, Stack } from '@mui/material';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useNotify, useTranslate } from 'react-admin';
import {
  ApiError,
  api,
  ErrorNote,
  forgetSession,
  Page,
  Panel,
  useCan,
  useSave,
  useSession,
  useUnsaved,
  type Versioned,
} from '../../../kernel/ui/index.ts';
import { type Fields, type OrganizationChoices, OrganizationFields } from '../organizations/OrganizationFields.tsx';

type View = Fields & Versioned & { id: string; slug: string; choices: OrganizationChoices };

export default function Organization() {
  const translate = useTranslate();
  const { organization } = useSession();
  const query = useQuery({
    queryKey: ['organization', organization.id],
    queryFn: () => api.get<View>('/organization'),
  });
  return (
    <Page title={translate('console.organization.title')} subtitle={translate('console.organization.text')} width={720}>
      {query.error && <ErrorNote error={query.error} onRetry={() => query.refetch()} />}
      {query.isPending && <Skeleton variant="rounded" height={360} />}
      {query.data && <Form view={query.data} />}
    </Page>
  );
}

function Form({ view }: { view: View }) {
  const translate = useTranslate();
  const notify = useNotify();
  const queryClient = useQueryClient();
  const may = useCan()('organization.write');
  const [values, setValues] = useState<Fields>(view);
  // The values when the form opened, or after the last save.
  const [seen, setSeen] = useState(view);
  const { save, dialog } = useSave();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ApiError | null>(null);
  const names = ['name', 'timeZone', 'currency', 'country', 'language', 'modules'] as const;
  useUnsaved(() => !busy && names.some((name) => String(values[name]) !== String(seen[name])));
  const set = (change: Partial<Fields>) => setValues({ ...values, ...change });
  const label = (name: string) => translate(`console.organization.${name}`);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setError(null);
    try {
      const { name, timeZone, currency, country, language, modules } = values;
      const after = { name, timeZone, currency, country, language, modules };
      await save({ path: '/organization', version: seen.version, before: seen, after, label });
      const now = await api.get<View>('/organization');
      setSeen(now);
      setValues(now);
      notify('console.saved', { type: 'success' });
      // The menu, the formats and the switcher depend on the organization.
      forgetSession();
      await queryClient.invalidateQueries();
    } catch (refusal) {
      setError(refusal instanceof ApiError ? refusal : new ApiError(0, 'unknown', String(refusal)));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Panel>
      {dialog}
      <Stack component="form" onSubmit={submit} sx={{ gap: 2.25 }} noValidate>
        {error && Object.keys(error.fields).length === 0 && <Alert severity="error">{error.message}</Alert>}
        <OrganizationFields values={values} choices={view.choices} error={error} disabled={!may} onChange={set} />
        {may && (
          <Button type="submit" variant="contained" disabled={busy} sx={{ alignSelf: 'flex-end' }}>
            {translate('ra.action.save')}
          </Button>
        )}
      </Stack>
    </Panel>
  );
}

import { Alert, Button, Stack } from '@mui/material';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useNotify, useTranslate } from 'react-admin';
import {
  api,
  forgetSession,
  Loaded,
  Page,
  Panel,
  useCan,
  useGet,
  useLabels,
  useSave,
  useUnsaved,
  type Versioned,
} from '../../../kernel/ui/index.ts';
import { type Fields, type OrganizationChoices, OrganizationFields } from '../organizations/OrganizationFields.tsx';
import { useSubmit } from './account/useSubmit.ts';

type View = Fields & Versioned & { id: string; slug: string; choices: OrganizationChoices };

export default function Organization() {
  const translate = useTranslate();
  const query = useGet<View>('/organization');
  return (
    <Page title={translate('console.organization.title')} subtitle={translate('console.organization.text')} width={720}>
      <Loaded query={query} height={360}>
        {(view) => <Form view={view} />}
      </Loaded>
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
  const names = ['name', 'timeZone', 'currency', 'country', 'language', 'modules'] as const;
  const label = useLabels('console.organization');
  const { busy, submit, error, message } = useSubmit(async () => {
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
  });
  useUnsaved(() => !busy && names.some((name) => String(values[name]) !== String(seen[name])));
  const set = (change: Partial<Fields>) => setValues({ ...values, ...change });
  return (
    <Panel>
      {dialog}
      <Stack component="form" onSubmit={submit} sx={{ gap: 2.25 }} noValidate>
        {message && <Alert severity="error">{message}</Alert>}
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

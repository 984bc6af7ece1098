import { Alert, Button, Stack } from '@mui/material';
import { type FormEvent, useState } from 'react';
import { useTranslate } from 'react-admin';
import { ApiError, api, Loaded, Page, Panel, useGet, useLabels, useUnsaved } from '../../../kernel/ui/index.ts';
import { currencyOf } from '../../setup/guess.ts';
import { type Fields, type OrganizationChoices, OrganizationFields } from './OrganizationFields.tsx';
import { useSwitch } from './useSwitch.ts';

/** A second business of an owner: what the first start asks, without the owner. */
export default function NewOrganization() {
  const say = useLabels('console.organization');
  const query = useGet<Fields & { choices: OrganizationChoices }>('/organization');
  return (
    <Page title={say('new')} subtitle={say('new_text')} width={720}>
      <Loaded query={query} height={360}>
        {(beside) => <Form beside={beside} choices={beside.choices} />}
      </Loaded>
    </Page>
  );
}

function Form({ beside, choices }: { beside: Fields; choices: OrganizationChoices }) {
  const translate = useTranslate();
  const switchTo = useSwitch();
  const { country, timeZone, currency, language } = beside;
  // A second business is mostly in the same country. Nothing is ticked: the menu holds only what somebody chose.
  const [values, setValues] = useState<Fields>({ name: '', country, timeZone, currency, language, modules: [] });
  const [missing, setMissing] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ApiError | null>(null);
  useUnsaved(() => !busy && (values.name !== '' || values.modules.length > 0));
  const change = (part: Partial<Fields>) => {
    if (part.modules) setMissing(false);
    setValues({ ...values, ...(part.country && { currency: currencyOf(part.country) }), ...part });
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setMissing(values.modules.length === 0);
    if (values.modules.length === 0) return;
    setBusy(true);
    setError(null);
    try {
      const made = await api.post<{ id: string }>('/organizations', values);
      await switchTo(made.id);
    } catch (refusal) {
      setError(refusal instanceof ApiError ? refusal : new ApiError(0, 'unknown', String(refusal)));
      setBusy(false);
    }
  };
  return (
    <Panel>
      <Stack component="form" onSubmit={submit} sx={{ gap: 2.25 }} noValidate>
        {error && Object.keys(error.fields).length === 0 && <Alert severity="error">{error.message}</Alert>}
        <OrganizationFields values={values} choices={choices} error={error} fresh={{ missing }} onChange={change} />
        <Button type="submit" variant="contained" disabled={busy} sx={{ alignSelf: 'flex-end' }}>
          {translate('console.organization.create')}
        </Button>
      </Stack>
    </Panel>
  );
}

import {
  Alert,
  Autocomplete,
  Button,
  Checkbox,
  FormControlLabel,
  FormGroup,
  FormLabel,
  MenuItem,
  Skeleton,
  Stack,
  TextField,
} from '@mui/material';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useMemo, useState } from 'react';
import { useLocaleState, useNotify, useTranslate } from 'react-admin';
import {
  ApiError,
  api,
  type Choice,
  countries,
  currencies,
  ErrorNote,
  forgetSession,
  languageName,
  Page,
  Panel,
  timeZones,
  useCan,
  useSave,
  useSession,
  useUnsaved,
  type Versioned,
} from '../../../kernel/ui/index.ts';

type Fields = {
  name: string;
  timeZone: string;
  currency: string;
  country: string;
  language: string;
  modules: string[];
};
type View = Fields & Versioned & { id: string; slug: string; choices: { modules: string[]; languages: string[] } };

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
  const [locale] = useLocaleState();
  const may = useCan()('organization.write');
  const [values, setValues] = useState<Fields>(view);
  // The values when the form opened, or after the last save.
  const [seen, setSeen] = useState(view);
  const { save, dialog } = useSave();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ApiError | null>(null);
  const names = ['name', 'timeZone', 'currency', 'country', 'language', 'modules'] as const;
  useUnsaved(() => !busy && names.some((name) => String(values[name]) !== String(seen[name])));
  const lists = useMemo(
    () => ({ country: countries(locale), currency: currencies(locale), timeZone: timeZones() }),
    [locale],
  );
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
  const pick = (name: 'country' | 'currency' | 'timeZone') => (
    <Pick
      label={label(name)}
      choices={lists[name]}
      value={values[name]}
      error={error?.fields[name]}
      disabled={!may}
      onChange={(id) => set({ [name]: id })}
    />
  );
  return (
    <Panel>
      {dialog}
      <Stack component="form" onSubmit={submit} sx={{ gap: 2.25 }} noValidate>
        {error && Object.keys(error.fields).length === 0 && <Alert severity="error">{error.message}</Alert>}
        <TextField
          label={label('name')}
          value={values.name}
          onChange={(event) => set({ name: event.target.value })}
          error={Boolean(error?.fields.name)}
          helperText={error?.fields.name}
          disabled={!may}
          fullWidth
        />
        {pick('country')}
        {pick('timeZone')}
        {pick('currency')}
        <TextField
          select
          label={label('language')}
          value={values.language}
          onChange={(event) => set({ language: event.target.value })}
          error={Boolean(error?.fields.language)}
          helperText={error?.fields.language ?? label('language_help')}
          disabled={!may}
          fullWidth
        >
          {view.choices.languages.map((code) => (
            <MenuItem key={code} value={code} lang={code}>
              {languageName(code)}
            </MenuItem>
          ))}
        </TextField>
        <FormGroup>
          <FormLabel>{label('modules')}</FormLabel>
          {view.choices.modules.map((name) => (
            <FormControlLabel
              key={name}
              disabled={!may}
              control={
                <Checkbox
                  checked={values.modules.includes(name)}
                  onChange={(event) =>
                    set({
                      modules: event.target.checked
                        ? [...values.modules, name]
                        : values.modules.filter((other) => other !== name),
                    })
                  }
                />
              }
              label={translate(`console.module.${name}`, { _: name })}
            />
          ))}
        </FormGroup>
        {may && (
          <Button type="submit" variant="contained" disabled={busy} sx={{ alignSelf: 'flex-end' }}>
            {translate('ra.action.save')}
          </Button>
        )}
      </Stack>
    </Panel>
  );
}

type PickProps = {
  label: string;
  choices: Choice[];
  value: string;
  error?: string;
  disabled: boolean;
  onChange: (id: string) => void;
};

function Pick({ label, choices, value, error, disabled, onChange }: PickProps) {
  const chosen = choices.find((choice) => choice.id === value) ?? { id: value, name: value };
  return (
    <Autocomplete
      disableClearable
      disabled={disabled}
      options={choices}
      value={chosen}
      getOptionLabel={(choice) => choice.name}
      isOptionEqualToValue={(a, b) => a.id === b.id}
      onChange={(_, choice) => onChange(choice.id)}
      renderInput={(params) => <TextField {...params} label={label} error={Boolean(error)} helperText={error} />}
    />
  );
}

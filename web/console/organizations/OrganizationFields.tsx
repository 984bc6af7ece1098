import {
  Autocomplete,
  Checkbox,
  FormControlLabel,
  FormGroup,
  FormHelperText,
  FormLabel,
  MenuItem,
  TextField,
} from '@mui/material';
import { useMemo } from 'react';
import { useLocaleState, useTranslate } from 'react-admin';
import {
  type ApiError,
  type Choice,
  countries,
  currencies,
  languageName,
  timeZones,
} from '../../../kernel/ui/index.ts';

export type Fields = {
  name: string;
  timeZone: string;
  currency: string;
  country: string;
  language: string;
  modules: string[];
};
export type OrganizationChoices = { modules: string[]; languages: string[] };

type Props = {
  values: Fields;
  choices: OrganizationChoices;
  error: ApiError | null;
  disabled?: boolean;
  /** A new one is asked what it runs, as at the first start; this is shown below when nothing is ticked. */
  fresh?: { missing: boolean };
  onChange(change: Partial<Fields>): void;
};

/** What describes an organization: for the page of this one, and for a new one. */
export function OrganizationFields({ values, choices, error, disabled = false, fresh, onChange }: Props) {
  const translate = useTranslate();
  const [locale] = useLocaleState();
  const lists = useMemo(
    () => ({ country: countries(locale), currency: currencies(locale), timeZone: timeZones() }),
    [locale],
  );
  const label = (name: string) => translate(`console.organization.${name}`);
  const pick = (name: 'country' | 'currency' | 'timeZone') => (
    <Pick
      label={label(name)}
      choices={lists[name]}
      value={values[name]}
      error={error?.fields[name]}
      disabled={disabled}
      onChange={(id) => onChange({ [name]: id })}
    />
  );
  return (
    <>
      <TextField
        label={label('name')}
        value={values.name}
        onChange={(event) => onChange({ name: event.target.value })}
        error={Boolean(error?.fields.name)}
        helperText={error?.fields.name}
        disabled={disabled}
        fullWidth
      />
      {pick('country')}
      {pick('timeZone')}
      {pick('currency')}
      <TextField
        select
        label={label('language')}
        value={values.language}
        onChange={(event) => onChange({ language: event.target.value })}
        error={Boolean(error?.fields.language)}
        helperText={error?.fields.language ?? label('language_help')}
        disabled={disabled}
        fullWidth
      >
        {choices.languages.map((code) => (
          <MenuItem key={code} value={code} lang={code}>
            {languageName(code)}
          </MenuItem>
        ))}
      </TextField>
      <FormGroup>
        <FormLabel>{label(fresh ? 'what_you_run' : 'modules')}</FormLabel>
        {choices.modules.map((name) => (
          <FormControlLabel
            key={name}
            disabled={disabled}
            control={
              <Checkbox
                checked={values.modules.includes(name)}
                onChange={(event) =>
                  onChange({
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
        {fresh?.missing && (
          <FormHelperText error role="alert">
            {label('modules_missing')}
          </FormHelperText>
        )}
      </FormGroup>
    </>
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

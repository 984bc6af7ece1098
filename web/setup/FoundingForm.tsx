/** @jsxImportSource preact */
import type { ComponentChildren } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import {
  ApiError,
  api,
  countries,
  currencies,
  currentZoneName,
  languageName,
  type Translate,
  timeZones,
} from '../../kernel/ui/light/index.ts';
import { currencyOf } from './guess.ts';

export type Choices = { modules: string[]; languages: string[] };
type Props = { token: string; choices: Choices; t: Translate; language: string };

const here = currentZoneName(Intl.DateTimeFormat().resolvedOptions().timeZone);
const region = new Intl.Locale(navigator.language).maximize().region ?? 'IN';

/** Owner and first organization in one form; the browser's country, zone and currency are the defaults. */
export function FoundingForm({ token, choices, t, language }: Props) {
  const [owner, setOwner] = useState({ name: '', email: '', password: '' });
  const [organization, setOrganization] = useState({
    name: '',
    country: region,
    timeZone: here,
    currency: currencyOf(region),
    language: choices.languages.includes(language) ? language : (choices.languages[0] ?? 'en'),
    // Nothing is ticked: the menu holds only what somebody chose.
    modules: [] as string[],
  });
  const [error, setError] = useState<ApiError | null>(null);
  const [busy, setBusy] = useState(false);
  const lists = useMemo(
    () => ({ countries: countries(language), currencies: currencies(language), zones: timeZones() }),
    [language],
  );
  const [nothing, setNothing] = useState(false);
  const submit = async (event: Event) => {
    event.preventDefault();
    setNothing(organization.modules.length === 0);
    if (organization.modules.length === 0) return;
    setBusy(true);
    setError(null);
    try {
      await api.post('/first-run', { token, owner, organization });
      window.location.assign('/console/');
    } catch (refusal) {
      setError(refusal instanceof ApiError ? refusal : new ApiError(0, 'unknown', String(refusal)));
      setBusy(false);
    }
  };
  const businesses = choices.modules
    .map((name) => ({ name, label: t(`setup.module.${name}`) }))
    .sort((a, b) => a.label.localeCompare(b.label, language));
  /** The API names nested fields by their path; the form has each name once except `name`. */
  const fault = (group: string, name: string) =>
    error?.fields[`${group}.${name}`] ?? (group === 'organization' ? error?.fields[name] : undefined);
  const own = (name: keyof typeof owner, type: 'text' | 'email' | 'password', complete: string) => (
    <Field
      label={t(`setup.owner_${name}`)}
      fault={fault('owner', name)}
      help={name === 'password' ? t('setup.password_help') : undefined}
    >
      <input
        name={`owner-${name}`}
        type={type as 'text'}
        required
        minLength={name === 'password' ? 10 : undefined}
        autoComplete={complete as 'name'}
        value={owner[name]}
        aria-invalid={Boolean(fault('owner', name))}
        onInput={(event) => setOwner({ ...owner, [name]: event.currentTarget.value })}
      />
    </Field>
  );
  const choose = (name: 'country' | 'timeZone' | 'currency' | 'language', options: { id: string; name: string }[]) => (
    <Field label={t(`setup.${name}`)} fault={fault('organization', name)}>
      <select
        name={name}
        value={organization[name]}
        onChange={(event) => {
          const value = event.currentTarget.value;
          setOrganization({
            ...organization,
            [name]: value,
            ...(name === 'country' && { currency: currencyOf(value) }),
          });
        }}
      >
        {options.map((option) => (
          <option key={option.id} value={option.id}>
            {option.name}
          </option>
        ))}
      </select>
    </Field>
  );
  return (
    <form class="stack" onSubmit={submit}>
      <h2>{t('setup.owner')}</h2>
      {own('name', 'text', 'name')}
      {own('email', 'email', 'username')}
      {own('password', 'password', 'new-password')}
      <h2>{t('setup.organization')}</h2>
      <Field label={t('setup.organization_name')} fault={fault('organization', 'name')}>
        <input
          name="organization-name"
          required
          value={organization.name}
          aria-invalid={Boolean(fault('organization', 'name'))}
          onInput={(event) => setOrganization({ ...organization, name: event.currentTarget.value })}
        />
      </Field>
      <div class="pair">
        {choose('country', lists.countries)}
        {choose('timeZone', lists.zones)}
        {choose('currency', lists.currencies)}
        {choose(
          'language',
          choices.languages.map((id) => ({ id, name: languageName(id) })),
        )}
      </div>
      <fieldset class="stack" aria-describedby="modules-help">
        <legend>{t('setup.modules')}</legend>
        {businesses.map(({ name, label }) => (
          <label key={name} class="check">
            <input
              type="checkbox"
              checked={organization.modules.includes(name)}
              onChange={(event) => {
                const others = organization.modules.filter((one) => one !== name);
                setOrganization({ ...organization, modules: event.currentTarget.checked ? [...others, name] : others });
                setNothing(false);
              }}
            />
            {label}
          </label>
        ))}
        <span id="modules-help" class={nothing ? 'fault' : 'faint'} role={nothing ? 'alert' : undefined}>
          {t(nothing ? 'setup.modules_missing' : 'setup.modules_help')}
        </span>
      </fieldset>
      {error && (
        <div class="alert" role="alert">
          {error.message}
        </div>
      )}
      <button type="submit" disabled={busy}>
        {t('setup.create')}
      </button>
    </form>
  );
}

type FieldProps = { label: string; fault?: string; help?: string; children: ComponentChildren };

function Field({ label, fault, help, children }: FieldProps) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is the child
    <label>
      {label}
      {children}
      {(fault || help) && <span class={fault ? 'fault' : 'faint'}>{fault ?? help}</span>}
    </label>
  );
}

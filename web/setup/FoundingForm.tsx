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
type Texts = { t: Translate; language: string };

const here = currentZoneName(Intl.DateTimeFormat().resolvedOptions().timeZone);
const region = new Intl.Locale(navigator.language).maximize().region ?? 'IN';

/** What the browser tells of the organization. Nothing is ticked: the menu holds only what somebody chose. */
function organizationHere({ languages }: Choices, language: string) {
  return {
    name: '',
    country: region,
    timeZone: here,
    currency: currencyOf(region),
    language: languages.includes(language) ? language : (languages[0] ?? 'en'),
    modules: [] as string[],
  };
}

type Owner = { name: string; email: string; password: string };
type Organization = ReturnType<typeof organizationHere>;

/** Owner and first organization in one form; the browser's country, zone and currency are the defaults. */
export function FoundingForm({ token, choices, t, language }: Texts & { token: string; choices: Choices }) {
  const [owner, setOwner] = useState<Owner>({ name: '', email: '', password: '' });
  const [organization, setOrganization] = useState(() => organizationHere(choices, language));
  const [error, setError] = useState<ApiError | null>(null);
  const [busy, setBusy] = useState(false);
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
  const change = (part: Partial<Organization>) => setOrganization({ ...organization, ...part });
  // The API names nested fields by their path; the form has each name once except `name`.
  const faults = error?.fields ?? {};
  const organizationFault = (name: string) => faults[`organization.${name}`] ?? faults[name];
  return (
    <form class="stack" onSubmit={submit}>
      <h2>{t('setup.owner')}</h2>
      <OwnerFields
        owner={owner}
        change={(part) => setOwner({ ...owner, ...part })}
        faultOf={(name) => faults[`owner.${name}`]}
        t={t}
      />
      <h2>{t('setup.organization')}</h2>
      <Field label={t('setup.organization_name')} fault={organizationFault('name')}>
        <input
          name="organization-name"
          required
          value={organization.name}
          aria-invalid={Boolean(organizationFault('name'))}
          onInput={(event) => change({ name: event.currentTarget.value })}
        />
      </Field>
      <Place
        organization={organization}
        change={change}
        faultOf={organizationFault}
        languages={choices.languages}
        t={t}
        language={language}
      />
      <Businesses
        names={choices.modules}
        chosen={organization.modules}
        change={(modules) => {
          change({ modules });
          setNothing(false);
        }}
        missing={nothing}
        t={t}
        language={language}
      />
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

type Part<T> = { change: (part: Partial<T>) => void; faultOf: (name: string) => string | undefined };

const OWN = [
  { name: 'name', type: 'text', complete: 'name' },
  { name: 'email', type: 'email', complete: 'username' },
  { name: 'password', type: 'password', complete: 'new-password' },
] as const;

function OwnerFields({ owner, change, faultOf, t }: Part<Owner> & { owner: Owner; t: Translate }) {
  return OWN.map(({ name, type, complete }) => (
    <Field
      key={name}
      label={t(`setup.owner_${name}`)}
      fault={faultOf(name)}
      help={name === 'password' ? t('setup.password_help') : undefined}
    >
      <input
        name={`owner-${name}`}
        type={type as 'text'}
        required
        minLength={name === 'password' ? 10 : undefined}
        autoComplete={complete}
        value={owner[name]}
        aria-invalid={Boolean(faultOf(name))}
        onInput={(event) => change({ [name]: event.currentTarget.value })}
      />
    </Field>
  ));
}

type PlaceProps = Part<Organization> & Texts & { organization: Organization; languages: string[] };

/** Country, zone, currency and language; another country has another currency. */
function Place({ organization, change, faultOf, languages, t, language }: PlaceProps) {
  const lists = useMemo(
    () => ({
      country: countries(language),
      timeZone: timeZones(),
      currency: currencies(language),
      language: languages.map((id) => ({ id, name: languageName(id) })),
    }),
    [language, languages],
  );
  return (
    <div class="pair">
      {(['country', 'timeZone', 'currency', 'language'] as const).map((name) => (
        <Field key={name} label={t(`setup.${name}`)} fault={faultOf(name)}>
          <select
            name={name}
            value={organization[name]}
            onChange={({ currentTarget: { value } }) =>
              change({ [name]: value, ...(name === 'country' && { currency: currencyOf(value) }) })
            }
          >
            {lists[name].map((option) => (
              <option key={option.id} value={option.id}>
                {option.name}
              </option>
            ))}
          </select>
        </Field>
      ))}
    </div>
  );
}

type BusinessesProps = Texts & {
  names: string[];
  chosen: string[];
  change: (chosen: string[]) => void;
  missing: boolean;
};

/** What the organization does: one module for each. */
function Businesses({ names, chosen, change, missing, t, language }: BusinessesProps) {
  const businesses = names
    .map((name) => ({ name, label: t(`setup.module.${name}`) }))
    .sort((a, b) => a.label.localeCompare(b.label, language));
  return (
    <fieldset class="stack" aria-describedby="modules-help">
      <legend>{t('setup.modules')}</legend>
      {businesses.map(({ name, label }) => (
        <label key={name} class="check">
          <input
            type="checkbox"
            checked={chosen.includes(name)}
            onChange={(event) => {
              const others = chosen.filter((one) => one !== name);
              change(event.currentTarget.checked ? [...others, name] : others);
            }}
          />
          {label}
        </label>
      ))}
      <span id="modules-help" class={missing ? 'fault' : 'faint'} role={missing ? 'alert' : undefined}>
        {t(missing ? 'setup.modules_missing' : 'setup.modules_help')}
      </span>
    </fieldset>
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

/** @jsxImportSource preact */
import { useState } from 'preact/hooks';
import { ApiError, api, type Translate } from '../../../../kernel/ui/light/index.ts';
import type { Done, View } from './view.ts';

type Props = { view: View; path: string; t: Translate; language: string; onDone: (done: Done) => void };
type Question = View['fields'][number];

/** Name, contact, and what the organizer asks. */
export function RegistrationForm({ view, path, t, language, onDone }: Props) {
  const [given, setGiven] = useState({ name: '', email: '', phone: '' });
  const [answers, setAnswers] = useState<Record<string, string>>({});
  const [error, setError] = useState<ApiError | null>(null);
  const [busy, setBusy] = useState(false);
  const submit = async (event: Event) => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    setError(null);
    try {
      const body = {
        ...given,
        answers: Object.entries(answers).map(([field, value]) => ({ field, value })),
        language,
      };
      onDone(await api.post<Done>(`${path}/registrations`, body));
    } catch (reason) {
      setError(reason instanceof ApiError ? reason : new ApiError(0, 'unknown', t('registration.offline')));
    } finally {
      setBusy(false);
    }
  };
  const fault = (name: string) => error?.fields[name];
  const field = (name: keyof typeof given, type: 'text' | 'email' | 'tel', complete: string, needed: boolean) => (
    <label>
      {t(`registration.${name}`)}
      {!needed && <span class="faint"> ({t('registration.optional')})</span>}
      <input
        name={name}
        type={type as 'text'}
        autoComplete={complete as 'email'}
        required={needed}
        maxLength={name === 'name' ? 255 : name === 'email' ? 254 : 40}
        value={given[name]}
        aria-invalid={Boolean(fault(name))}
        onInput={(event) => setGiven({ ...given, [name]: event.currentTarget.value })}
      />
      {fault(name) && <span class="fault">{fault(name)}</span>}
    </label>
  );
  const either = !view.email && view.sms;
  return (
    <form class="stack" onSubmit={submit}>
      {view.full && <p class="full">{t('registration.full')}</p>}
      {field('name', 'text', 'name', true)}
      {field('email', 'email', 'email', !either)}
      {field('phone', 'tel', 'tel', view.phone)}
      <p class="faint">{t(either ? 'registration.one_of' : 'registration.own')}</p>
      {view.fields.map((question) => (
        <Asked
          key={question.id}
          question={question}
          value={answers[question.id] ?? ''}
          fault={fault(`answers.${question.id}`)}
          t={t}
          onChange={(value) => setAnswers({ ...answers, [question.id]: value })}
        />
      ))}
      {error && Object.keys(error.fields).length === 0 && (
        <div class="alert" role="alert">
          {error.message}
        </div>
      )}
      <button type="submit" disabled={busy}>
        {t('registration.send')}
      </button>
    </form>
  );
}

type AskedProps = {
  question: Question;
  value: string;
  fault: string | undefined;
  t: Translate;
  onChange: (value: string) => void;
};

function Asked({ question, value, fault, t, onChange }: AskedProps) {
  const { kind, label, required } = question;
  const choices =
    kind === 'choice'
      ? question.choices.map((choice) => [choice, choice] as const)
      : (['yes', 'no'] as const).map((each) => [each, t(`registration.${each}`)] as const);
  return (
    <label for={question.id}>
      {label}
      {!required && <span class="faint"> ({t('registration.optional')})</span>}
      {kind === 'text' ? (
        <input
          id={question.id}
          name={question.id}
          required={required}
          maxLength={200}
          value={value}
          aria-invalid={Boolean(fault)}
          onInput={(event) => onChange(event.currentTarget.value)}
        />
      ) : (
        <select
          id={question.id}
          name={question.id}
          required={required}
          value={value}
          aria-invalid={Boolean(fault)}
          onChange={(event) => onChange(event.currentTarget.value)}
        >
          <option value="">{t('registration.choose')}</option>
          {choices.map(([each, text]) => (
            <option key={each} value={each}>
              {text}
            </option>
          ))}
        </select>
      )}
      {fault && <span class="fault">{fault}</span>}
    </label>
  );
}

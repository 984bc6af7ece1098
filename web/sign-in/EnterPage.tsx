/** @jsxImportSource preact */
import { useEffect, useState } from 'preact/hooks';
import { ApiError, api, passkeysWork, signInByPasskey, type Translate } from '../../kernel/ui/light/index.ts';
import { Card } from './Card.tsx';
import { CodeField, Field, Form, useSubmit } from './Form.tsx';

/** Opens the page that was wanted: only one of the console, what follows its address can't lead elsewhere. */
function enter(): void {
  const next = new URLSearchParams(window.location.search).get('next') ?? '/';
  window.location.assign(`/console/${next.replace(/^\/+/, '')}`);
}

/** Asks for e-mail and password, and for the second factor when the server requires it; then opens the page that was wanted. */
export function EnterPage({ t }: { t: Translate }) {
  const asked = new URLSearchParams(window.location.search);
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const [codeWanted, setCodeWanted] = useState(false);
  const form = useSubmit(
    async () => {
      await api.post('/auth/sign-in', { email, password, ...(codeWanted && { code }) });
      enter();
    },
    (error) => {
      // This refusal asks for the second factor.
      if (error.code !== 'auth.second_factor_required') return false;
      setCodeWanted(true);
      return true;
    },
  );
  if (codeWanted)
    return (
      <Card title={t('sign_in.code_title')} text={t('sign_in.code_text')}>
        <Form form={form} action={t('sign_in.verify')}>
          <CodeField value={code} change={setCode} error={form.fields.code} t={t} />
        </Form>
        <button type="button" class="quiet" onClick={() => setCodeWanted(false)}>
          {t('sign_in.back')}
        </button>
      </Card>
    );
  const refused = asked.get('refused');
  const note = asked.has('ended') ? 'sign_in.ended' : asked.has('reset') ? 'sign_in.reset.done' : null;
  return (
    <Card title={t('sign_in.title')}>
      {note && !form.message && <p role="status">{t(note)}</p>}
      {REFUSED.some((word) => word === refused) && (
        <div class="alert" role="alert">
          {t(`sign_in.refused.${refused}`)}
        </div>
      )}
      <SingleSignOn next={asked.get('next') ?? ''} t={t} />
      <Form form={form} action={t('sign_in.action')}>
        <Field
          label={t('sign_in.field.email')}
          name="email"
          type="email"
          value={email}
          change={setEmail}
          complete="username"
          error={form.fields.email}
          focus
          t={t}
        />
        <Field
          label={t('sign_in.field.password')}
          name="password"
          type="password"
          value={password}
          change={setPassword}
          complete="current-password"
          error={form.fields.password}
          t={t}
        />
      </Form>
      {passkeysWork() && <Passkey t={t} />}
      <a href="/console/forgot-password">{t('sign_in.forgot.title')}</a>
    </Card>
  );
}

const REFUSED = ['denied', 'unknown', 'unproven', 'too_late', 'failed', 'unreachable'];

/** The button of the installation's provider, where it has one. */
function SingleSignOn({ next, t }: { next: string; t: Translate }) {
  const [name, setName] = useState<string | null>(null);
  const form = useSubmit(async () => {
    const { url } = await api.post<{ url: string }>('/auth/single-sign-on', { next });
    window.location.assign(url);
  });
  useEffect(() => {
    // Without an answer the password is there.
    api.get<{ name: string | null }>('/auth/single-sign-on').then(
      (answer) => setName(answer.name),
      () => undefined,
    );
  }, []);
  if (!name) return null;
  return (
    <>
      <Form form={form} action={t('sign_in.single', { name })}>
        {null}
      </Form>
      <p class="faint" style={{ textAlign: 'center' }}>
        {t('sign_in.or')}
      </p>
    </>
  );
}

/** The button for those who added a passkey; the browser shows which it has. */
function Passkey({ t }: { t: Translate }) {
  const form = useSubmit(async () => {
    const end = await signInByPasskey();
    if (end !== 'done') throw new ApiError(0, 'passkey', t('sign_in.passkey_nothing'));
    enter();
  });
  return (
    <Form form={form} action={t('sign_in.passkey')} quiet>
      {null}
    </Form>
  );
}

/** @jsxImportSource preact */
import { useState } from 'preact/hooks';
import { ApiError, api, type Translate } from '../../../../../kernel/ui/light/index.ts';

/** E-mail and password; the code of the second factor when the server asks for it. */
export function SignIn({ t, onSignedIn }: { t: Translate; onSignedIn: () => Promise<void> }) {
  const [given, setGiven] = useState({ email: '', password: '', code: '' });
  const [codeWanted, setCodeWanted] = useState(false);
  const [error, setError] = useState<ApiError | null>(null);
  const [busy, setBusy] = useState(false);
  const submit = async (event: Event) => {
    event.preventDefault();
    setBusy(true);
    setError(null);
    try {
      const { code, ...person } = given;
      await api.post('/auth/sign-in', { ...person, ...(codeWanted && { code }) });
      await onSignedIn();
    } catch (refusal) {
      if (!(refusal instanceof ApiError)) throw refusal;
      // This refusal asks for the second factor.
      if (refusal.code === 'auth.second_factor_required') setCodeWanted(true);
      else setError(refusal);
    } finally {
      setBusy(false);
    }
  };
  const field = (name: keyof typeof given, type: 'email' | 'password' | 'text', complete: string) => (
    <label>
      {t(`scanner.login.${name}`)}
      <input
        name={name}
        type={type as 'text'}
        required
        autoComplete={complete as 'email'}
        inputMode={name === 'code' ? ('numeric' as const) : undefined}
        value={given[name]}
        aria-invalid={Boolean(error?.fields[name])}
        onInput={(event) => setGiven({ ...given, [name]: event.currentTarget.value })}
      />
      {error?.fields[name] && <span class="fault">{error.fields[name]}</span>}
    </label>
  );
  return (
    <form class="card stack" onSubmit={submit}>
      <div>
        <h1>{t('scanner.login.title')}</h1>
        <p class="faint">{t(codeWanted ? 'scanner.login.code_text' : 'scanner.login.text')}</p>
      </div>
      {codeWanted ? (
        field('code', 'text', 'one-time-code')
      ) : (
        <>
          {field('email', 'email', 'username')}
          {field('password', 'password', 'current-password')}
        </>
      )}
      {error && Object.keys(error.fields).length === 0 && (
        <div class="alert" role="alert">
          {error.message}
        </div>
      )}
      <button type="submit" disabled={busy}>
        {t('scanner.login.sign_in')}
      </button>
    </form>
  );
}

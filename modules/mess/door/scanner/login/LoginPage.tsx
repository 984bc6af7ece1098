/** @jsxImportSource preact */
import { useEffect, useState } from 'preact/hooks';
import {
  ApiError,
  api,
  currentOrganization,
  HelpLink,
  type LanguageChoice,
  Languages,
  Product,
  setCurrentOrganization,
  type Translate,
} from '../../../../../kernel/ui/light/index.ts';
import type { Office } from './office.ts';
import { Scanners } from './Scanners.tsx';
import { SignIn } from './SignIn.tsx';

type Props = { t: Translate; language: LanguageChoice };

/** /scanner/login: an admin signs in and adds scanners, on the phone that is at hand. */
export function LoginPage({ t, language }: Props) {
  const [office, setOffice] = useState<Office | 'nobody' | null>(null);
  const [error, setError] = useState<string | null>(null);
  const load = async () => {
    try {
      setError(null);
      const session = await api.get<Office>('/session');
      setCurrentOrganization(session.organization?.id ?? null);
      setOffice(session);
    } catch (refusal) {
      if (!(refusal instanceof ApiError)) throw refusal;
      // The organization that this tab remembers may be one the person has left.
      if (refusal.status === 403 && currentOrganization() !== null) {
        setCurrentOrganization(null);
        return load();
      }
      if (refusal.status === 401) setOffice('nobody');
      else setError(refusal.message);
    }
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked once; signing in asks again
  useEffect(() => {
    document.title = t('scanner.login.title');
    void load();
  }, []);
  const leave = async () => {
    await api.post('/auth/sign-out').catch(() => undefined);
    setCurrentOrganization(null);
    setOffice('nobody');
  };
  return (
    <main class="page wide">
      <Product name={office && office !== 'nobody' ? office.organization?.name : t('scanner.title')} />
      {error && (
        <div class="alert card" role="alert">
          {error}
        </div>
      )}
      {office === 'nobody' && <SignIn t={t} onSignedIn={load} />}
      {office && office !== 'nobody' && (
        <>
          <Where office={office} t={t} onChange={load} onLeave={leave} />
          {office.permissions.includes('device.write') && office.modules.includes('mess') ? (
            <Scanners key={office.organization?.id} office={office} t={t} language={language.current} onLeave={leave} />
          ) : (
            <section class="card">
              <p>{t('scanner.login.not_allowed')}</p>
            </section>
          )}
        </>
      )}
      <Languages {...language} />
      <HelpLink at="mess-hall#a-phone-at-the-door" t={t} language={language.current} />
    </main>
  );
}

type WhereProps = { office: Office; t: Translate; onChange: () => Promise<void>; onLeave: () => Promise<void> };

function Where({ office, t, onChange, onLeave }: WhereProps) {
  return (
    <div class="where">
      {office.organizations.length > 1 ? (
        <select
          aria-label={t('scanner.login.organization')}
          value={office.organization?.id}
          onChange={(event) => {
            setCurrentOrganization(event.currentTarget.value);
            void onChange();
          }}
        >
          {office.organizations.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      ) : (
        <span class="faint">{office.user.name}</span>
      )}
      <button type="button" class="quiet" onClick={() => void onLeave()}>
        {t('scanner.login.sign_out')}
      </button>
    </div>
  );
}

/** @jsxImportSource preact */
import { useEffect, useState } from 'preact/hooks';
import {
  ApiError,
  api,
  Brand,
  type Camelized,
  HelpLink,
  type LanguageChoice,
  Languages,
  localeOf,
  type Translate,
} from '../../../../kernel/ui/light/index.ts';
import type { CustomerPage } from '../contract.ts';
import { Card } from './Card.tsx';

type View = Camelized<CustomerPage>;

type Props = { token: string; t: Translate; language: LanguageChoice };

/** The customer's own page behind the link and the QR code: only their bills, their total and their code. */
export function Portal({ token, t, language }: Props) {
  const [view, setView] = useState<View | null>(null);
  const [error, setError] = useState<ApiError | null>(null);
  useEffect(() => {
    api
      .get<View>(`/exhibition/portal/${encodeURIComponent(token)}`)
      .then(setView)
      .catch((refusal: unknown) =>
        setError(refusal instanceof ApiError ? refusal : new ApiError(0, 'unknown', String(refusal))),
      );
  }, [token]);
  const title = view ? `${view.customer.name} · ${view.exhibition.name}` : error && t('portal.exhibition.unavailable');
  return (
    <main class="page">
      <Brand brand={view?.brand} title={title} />
      {error && (
        <section class="card">
          <h1>{t('portal.exhibition.unavailable')}</h1>
          <p class="faint">{error.message}</p>
        </section>
      )}
      {!view && !error && <p class="faint">{t('portal.loading')}</p>}
      {view && <Card view={view} t={t} locale={localeOf(language.current)} />}
      {view?.accountPage && (
        <section class="card">
          <h2>{t('portal.exhibition.keep')}</h2>
          <p class="faint">{t('portal.exhibition.keep_text')}</p>
          {/* Behind #, so that the token is in no log. */}
          <a
            class="button"
            href={`${view.accountPage}#${new URLSearchParams({ link: token, name: view.customer.name })}`}
          >
            {t('portal.exhibition.make_account')}
          </a>
        </section>
      )}
      {view?.mayGiveUp && <GiveUp token={token} t={t} />}
      <Languages {...language} />
      <HelpLink at="customer#your-page-at-an-exhibition" t={t} language={language.current} />
    </main>
  );
}

/** Asks twice: the code can't be had back. */
function GiveUp({ token, t }: { token: string; t: Translate }) {
  const [state, setState] = useState<'asked' | 'busy' | 'done' | null>(null);
  const [error, setError] = useState<string | null>(null);
  const send = async () => {
    setState('busy');
    try {
      await api.post(`/exhibition/portal/${encodeURIComponent(token)}/give-up`, {});
      setState('done');
    } catch (refusal) {
      setError(refusal instanceof ApiError ? refusal.message : String(refusal));
      setState('asked');
    }
  };
  if (state === 'done') {
    return (
      <p class="card" role="status">
        {t('portal.exhibition.given_up')}
      </p>
    );
  }
  return (
    <section class="card">
      {state === null ? (
        <button type="button" class="quiet" onClick={() => setState('asked')}>
          {t('portal.exhibition.not_coming')}
        </button>
      ) : (
        <>
          <p>{t('portal.exhibition.not_coming_text')}</p>
          {error && <p role="alert">{error}</p>}
          <button type="button" class="danger" disabled={state === 'busy'} onClick={() => void send()}>
            {t('portal.exhibition.give_up')}
          </button>
        </>
      )}
    </section>
  );
}

/** @jsxImportSource preact */
import { useEffect, useState } from 'preact/hooks';
import {
  ApiError,
  api,
  Brand,
  HelpLink,
  type LanguageChoice,
  Languages,
  localeOf,
  type Translate,
} from '../../../../kernel/ui/light/index.ts';
import { Card, type View } from './Card.tsx';

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
  useEffect(() => {
    if (view) document.title = `${view.customer.name} · ${view.exhibition.name}`;
  }, [view]);
  return (
    <main class="page">
      <Brand name={view?.organization} />
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
      <Languages {...language} />
      <HelpLink at="customer#your-page-at-an-exhibition" t={t} language={language.current} />
    </main>
  );
}

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
import { LeaveCard } from './LeaveCard.tsx';
import { RegistrationForm } from './RegistrationForm.tsx';
import type { Done, View } from './view.ts';

type Props = {
  code: string;
  /** of a link to leave the waiting list */
  leave: string | null;
  t: Translate;
  language: LanguageChoice;
};

/** The public page of an exhibition where people register themselves. */
export function RegistrationPage({ code, leave, t, language }: Props) {
  const [view, setView] = useState<View | null>(null);
  const [error, setError] = useState<ApiError | null>(null);
  const [done, setDone] = useState<Done | null>(null);
  const path = `/exhibition/public/${encodeURIComponent(code)}`;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the error's text comes in the page's language
  useEffect(() => {
    api
      .get<View>(path)
      .then((shown) => {
        setView(shown);
        setError(null);
      })
      .catch((reason: unknown) =>
        setError(reason instanceof ApiError ? reason : new ApiError(0, 'unknown', t('registration.offline'))),
      );
  }, [path, language.current]);
  const title = view ? `${view.exhibition.name} · ${view.organization.name}` : error && t('registration.unavailable');
  return (
    <main class="page register">
      <Brand brand={view?.brand} title={title} />
      {!view && error && (
        <section class="card">
          <h1>{t('registration.unavailable')}</h1>
          <p class="faint">{error.message}</p>
        </section>
      )}
      {!view && !error && <p class="faint">{t('registration.loading')}</p>}
      {view && (
        <section class="card stack">
          <div>
            <p class="faint">{whenAndWhere(view, localeOf(language.current))}</p>
            <h1>{view.exhibition.name}</h1>
            {view.intro && !done && leave === null && <p class="intro">{view.intro}</p>}
          </div>
          {leave !== null ? (
            <LeaveCard path={path} token={leave} t={t} />
          ) : done ? (
            <div class="stack" role="status" data-testid="registered">
              <h2>{t('registration.done')}</h2>
              <p>{t(`registration.${done.state === 'registered' ? 'done' : 'waits'}_${done.by}`)}</p>
              <button type="button" class="quiet" onClick={() => setDone(null)}>
                {t('registration.another')}
              </button>
            </div>
          ) : view.open ? (
            <RegistrationForm view={view} path={path} t={t} language={language.current} onDone={setDone} />
          ) : (
            <p role="status">{t('registration.closed')}</p>
          )}
        </section>
      )}
      <Languages {...language} />
      <HelpLink at="customer#register-for-an-exhibition" t={t} language={language.current} />
    </main>
  );
}

function whenAndWhere({ exhibition }: View, locale: string): string {
  const days = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' });
  const when = days.formatRange(new Date(exhibition.startsOn), new Date(exhibition.endsOn));
  return [when, exhibition.place].filter(Boolean).join(' · ');
}

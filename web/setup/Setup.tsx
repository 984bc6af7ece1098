/** @jsxImportSource preact */
import { useEffect, useState } from 'preact/hooks';
import {
  ApiError,
  api,
  HelpLink,
  type LanguageChoice,
  Languages,
  Product,
  type Translate,
} from '../../kernel/ui/light/index.ts';
import { type Choices, FoundingForm } from './FoundingForm.tsx';

type Props = { t: Translate; language: LanguageChoice };

/** The first-run page; the token from the terminal opens it, once. */
export function Setup({ t, language }: Props) {
  const [token, setToken] = useState(() => new URLSearchParams(window.location.hash.slice(1)).get('token') ?? '');
  const [choices, setChoices] = useState<Choices | null>(null);
  const [error, setError] = useState<string | null>(null);
  const open = async (candidate: string) => {
    setError(null);
    try {
      setChoices(await api.post<Choices>('/first-run/choices', { token: candidate }));
    } catch (refusal) {
      setError(refusal instanceof ApiError ? refusal.message : String(refusal));
    }
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: the link's token is tried once.
  useEffect(() => {
    if (token) void open(token);
    // The token stays out of the history and of what the person copies from the address bar.
    window.history.replaceState(null, '', window.location.pathname);
  }, []);
  document.title = `${t('setup.title')} · Counterfoil`;
  return (
    <main class="page wide">
      <Product />
      <section class="card stack">
        <div>
          <h1>{t('setup.title')}</h1>
          <p class="faint">{t(choices ? 'setup.text' : 'setup.token_text')}</p>
        </div>
        {error && (
          <div class="alert" role="alert">
            {error}
          </div>
        )}
        {choices ? (
          <FoundingForm token={token} choices={choices} t={t} language={language.current} />
        ) : (
          <form
            class="stack"
            onSubmit={(event) => {
              event.preventDefault();
              void open(token.trim());
            }}
          >
            <label>
              {t('setup.token')}
              <input
                value={token}
                onInput={(event) => setToken(event.currentTarget.value)}
                autoComplete="off"
                spellcheck={false}
              />
            </label>
            <button type="submit">{t('setup.continue')}</button>
          </form>
        )}
      </section>
      <Languages {...language} />
      <HelpLink at="owner#begin" t={t} language={language.current} />
    </main>
  );
}

/** @jsxImportSource preact */
import { useEffect } from 'preact/hooks';
import {
  Brand,
  HelpLink,
  type LanguageChoice,
  Languages,
  languageChosen,
  type Translate,
} from '../../kernel/ui/light/index.ts';
import { pendingLink } from './link.ts';
import { Screens } from './Screens.tsx';
import { chooseLanguage, saveLanguage } from './save-language.ts';
import { SignIn } from './sign-in/SignIn.tsx';
import { type Entered, useAccount } from './useAccount.ts';

type Props = { slug: string; t: Translate; language: LanguageChoice };

/** A customer's account with one organization: signs them in or up, and shows what is theirs. */
export function Portal({ slug, t, language }: Props) {
  const entered = useAccount(slug);
  const { session, about, account, state } = entered;
  // An answer that was kept by an older page has no brand.
  const brand = about ? (about.brand ?? { name: about.organization, colour: null, logo: null }) : undefined;
  // Those of which the organization's modules have texts, once it is known.
  const offered = language.all.filter((code) => about?.languages.includes(code) ?? state === 'failed');
  // A new device shows the account's language, unless another one was chosen on it.
  // biome-ignore lint/correctness/useExhaustiveDependencies: when somebody signs in
  useEffect(() => {
    if (account && !languageChosen() && offered.includes(account.language)) language.choose(account.language);
  }, [account?.id]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: when somebody is signed in
  useEffect(() => {
    if (account) void saveLanguage(account.id, session.api);
  }, [account?.id]);
  // The browser's own language, of which the organization's modules have no texts.
  // biome-ignore lint/correctness/useExhaustiveDependencies: once it is known what they have
  useEffect(() => {
    if (about && !offered.includes(language.current))
      language.show(offered.includes(about.language) ? about.language : (offered[0] ?? 'en'));
  }, [about, language.current]);
  const choose = (code: string) => {
    language.choose(code);
    if (account) chooseLanguage(account.id, session.api, code);
  };
  return (
    <main class="page">
      <Brand brand={brand} title={about?.organization ?? (state === 'failed' && t('account.unavailable'))} />
      <Content slug={slug} entered={entered} t={t} language={language.current} />
      <Languages current={language.current} all={offered} choose={choose} />
      <HelpLink at="customer#your-account" t={t} language={language.current} />
    </main>
  );
}

type ContentProps = { slug: string; entered: Entered; t: Translate; language: string };

function Content({ slug, entered, t, language }: ContentProps) {
  const { session, about, account, state, error, notice } = entered;
  const link = pendingLink(slug);
  return (
    <>
      {notice && (
        <div class="card notice" role="status">
          {t(notice === 'ended' ? 'account.ended' : 'account.bad_link')}
        </div>
      )}
      {state === 'loading' && <p class="faint">{t('account.loading')}</p>}
      {state === 'failed' && (
        <section class="card stack">
          {error?.code === 'portal.closed' && <h1>{t('account.unavailable')}</h1>}
          <p>{error?.message}</p>
          {error?.code !== 'portal.closed' && (
            <div class="actions">
              <button type="button" onClick={entered.again}>
                {t('account.again')}
              </button>
            </div>
          )}
        </section>
      )}
      {state === 'out' && about && (
        <>
          {link && <div class="card notice">{t('account.link_waits')}</div>}
          <SignIn
            slug={slug}
            about={about}
            name={link?.name ?? ''}
            t={t}
            language={language}
            enter={(tokens) => session.begin(tokens)}
          />
        </>
      )}
      {state === 'in' && about && account && (
        <Screens slug={slug} entered={entered} about={about} account={account} t={t} language={language} />
      )}
    </>
  );
}

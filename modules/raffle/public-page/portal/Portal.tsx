/** @jsxImportSource preact */
import { Brand, HelpLink, type LanguageChoice, Languages, type Translate } from '../../../../kernel/ui/light/index.ts';
import { RafflePage } from './RafflePage.tsx';
import { TicketPage } from './TicketPage.tsx';
import { useRaffle } from './useRaffle.ts';
import './raffle.css';

type Props = { code: string; token: string | undefined; t: Translate; language: LanguageChoice };

/**
 * The public pages: /r/<code> shows the raffle, its numbers and its draw; /r/<code>/t/<token> whether a ticket is
 * valid.
 */
export function Portal({ code, token, t, language }: Props) {
  return token ? (
    <TicketPage code={code} token={token} t={t} language={language} />
  ) : (
    <Raffle {...{ code, t, language }} />
  );
}

function Raffle({ code, t, language }: Omit<Props, 'token'>) {
  const { shown, error } = useRaffle(code);
  return (
    <main class={shown ? 'raffle' : 'page'}>
      <header class="top">
        <Brand
          brand={shown?.raffle.brand}
          title={
            shown ? `${shown.raffle.title} · ${shown.raffle.organization.name}` : error && t('raffle_page.unavailable')
          }
        />
      </header>
      {error && (
        <section class="card">
          <h1>{t('raffle_page.unavailable')}</h1>
          <p class="faint">{error.message}</p>
        </section>
      )}
      {!shown && !error && <p class="faint">{t('raffle_page.loading')}</p>}
      {shown && <RafflePage shown={shown} t={t} language={language.current} />}
      <Languages {...language} />
      <HelpLink at="customer#a-raffle" t={t} language={language.current} />
    </main>
  );
}

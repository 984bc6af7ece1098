/** @jsxImportSource preact */
import { Brand, type LanguageChoice, Languages, type Translate } from '../../../../../kernel/ui/light/index.ts';
import type { DoorState } from '../engine/types.ts';

type Props = { state: DoorState; t: Translate; language: LanguageChoice };

/** Shown for no scanner yet, an ended one, or a page that lacks a browser feature. */
export function Nothing({ state: { phase, queued }, t, language }: Props) {
  const what = window.isSecureContext ? phase : 'insecure';
  return (
    <main class="page">
      <Brand name={t('scanner.title')} />
      {what !== 'loading' && (
        <section class="card stack" data-testid={what}>
          <div>
            <h1>{t(`scanner.${what}.title`)}</h1>
            <p class="faint">{t(`scanner.${what}.text`)}</p>
          </div>
          {queued > 0 && <p role="status">{t('scanner.ended.waiting', { count: queued })}</p>}
          {what === 'no_link' && <a href="/scanner/login">{t('scanner.no_link.office')}</a>}
        </section>
      )}
      <Languages {...language} />
    </main>
  );
}

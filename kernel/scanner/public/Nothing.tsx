/** @jsxImportSource preact */
import { useState } from 'preact/hooks';
import { HelpLink, Languages, Product } from '../../ui/light/index.ts';
import { codeIn } from './browser.ts';
import type { LinkProps } from './LinkPage.tsx';

/** `office`: where the office adds scanners, if it does that on a page of its own */
type Props = Omit<LinkProps, 'address'> & { office?: string };

/** Shown for no scanner yet, an ended one, or a page that lacks a browser feature. */
export function Nothing({ door, state: { phase, queued }, help, office, t, language }: Props) {
  const what = window.isSecureContext ? phase : 'insecure';
  return (
    <main class="page">
      <Product name={t('scanner.title')} />
      {what !== 'loading' && (
        <section class="card stack" data-testid={what}>
          <div>
            <h1>{t(`scanner.${what}.title`)}</h1>
            <p class="faint">{t(`scanner.${what}.text`)}</p>
          </div>
          {queued > 0 && <p role="status">{t('scanner.ended.waiting', { count: queued })}</p>}
          {(what === 'no_link' || what === 'ended') && <PasteLink door={door} t={t} />}
          {what === 'no_link' && office && <a href={office}>{t('scanner.no_link.office')}</a>}
        </section>
      )}
      <Languages {...language} />
      <HelpLink at={help} t={t} language={language.current} />
    </main>
  );
}

/** Takes the office's link, or its code, where it can't be opened: in the page on an iPhone's home screen. */
function PasteLink({ door, t }: Pick<LinkProps, 'door' | 't'>) {
  const [text, setText] = useState('');
  const code = codeIn(text);
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        if (code) void door.begin(code);
      }}
    >
      <label>
        {t('scanner.no_link.paste')}
        <input
          type="text"
          value={text}
          autocomplete="off"
          autocapitalize="off"
          spellcheck={false}
          onInput={(event) => setText(event.currentTarget.value)}
        />
      </label>
      <button type="submit" disabled={code === null}>
        {t('scanner.no_link.take')}
      </button>
    </form>
  );
}

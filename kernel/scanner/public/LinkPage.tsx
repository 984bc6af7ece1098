/** @jsxImportSource preact */
import { useState } from 'preact/hooks';
import { HelpLink, type LanguageChoice, Languages, Product, type Translate } from '../../ui/light/index.ts';
import { linkOf, losesOnHomeScreen } from './browser.ts';

/** A scanner of some kind, until it has a phone. */
type Linkable = {
  begin(code: string | null): Promise<void>;
  /** enrols this phone as the scanner of the waiting code */
  enter(): Promise<void>;
  /** drops a link's code */
  leaveLink(): Promise<void>;
  waitingCode(): Promise<string | null>;
};
type LinkState = { phase: string; queued: number; fault: { code: string; message: string } | null };
export type LinkProps = {
  door: Linkable;
  state: LinkState;
  /** where the page is, such as /scanner */
  address: string;
  /** the part of a guide that says how a phone becomes this scanner */
  help: string;
  t: Translate;
  language: LanguageChoice;
};

/** A link works once, so the page asks first: is this the phone that it is for? */
export function LinkPage({ door, state, address, help, t, language }: LinkProps) {
  const [busy, setBusy] = useState(false);
  const [carry] = useState(losesOnHomeScreen);
  const { fault } = state;
  return (
    <main class="page">
      <Product name={t('scanner.title')} />
      <form
        class="card stack"
        onSubmit={(event) => {
          event.preventDefault();
          setBusy(true);
          void door.enter().finally(() => setBusy(false));
        }}
      >
        <div>
          <h1>{t('scanner.link.title')}</h1>
          <p class="faint">{t('scanner.link.text')}</p>
        </div>
        {fault && (
          <div class="alert" role="alert">
            {fault.code === 'network' ? t('scanner.offline') : fault.message}
          </div>
        )}
        {carry && <Carry door={door} address={address} t={t} />}
        <button type="submit" disabled={busy} class={carry ? 'quiet' : undefined}>
          {t(carry ? 'scanner.link.here' : 'scanner.link.go')}
        </button>
        <button type="button" class="quiet" onClick={() => void door.leaveLink()}>
          {t('scanner.link.leave')}
        </button>
      </form>
      <Languages {...language} />
      <HelpLink at={help} t={t} language={language.current} />
    </main>
  );
}

/**
 * On an iPhone the icon on the home screen begins with an empty storage: the link has to be carried there before it is
 * used, or the scanner that it makes is lost.
 */
function Carry({ door, address, t }: Pick<LinkProps, 'door' | 'address' | 't'>) {
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    const code = await door.waitingCode();
    if (!code) return;
    await navigator.clipboard.writeText(linkOf(address, code));
    setCopied(true);
  };
  return (
    <div class="notice" role="note" data-testid="carry">
      <strong>{t('scanner.link.carry_title')}</strong>
      <ol>
        <li>
          <button type="button" onClick={() => void copy().catch(() => undefined)}>
            {t(copied ? 'scanner.link.copied' : 'scanner.link.copy')}
          </button>
        </li>
        <li>{t('scanner.link.carry_add')}</li>
        <li>{t('scanner.link.carry_open')}</li>
      </ol>
    </div>
  );
}

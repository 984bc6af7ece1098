/** @jsxImportSource preact */
import { useState } from 'preact/hooks';
import { HelpLink, type LanguageChoice, Languages, type Translate } from '../../ui/light/index.ts';
import { installer } from './install.ts';

type Props = {
  scanner: { refresh(): Promise<void>; handBack(): Promise<void> };
  queued: number;
  /** what the kind says of this scanner: name and value */
  facts: [string, string][];
  /** the part of a guide about this page */
  help: string;
  t: Translate;
  language: LanguageChoice;
  sound: boolean;
  onSound: (on: boolean) => void;
  onClose: () => void;
};

/** This scanner's data and its rare actions. */
export function MorePanel({ scanner, queued, facts, help, t, language, sound, onSound, onClose }: Props) {
  const [busy, setBusy] = useState(false);
  const [asking, setAsking] = useState(false);
  const install = installer();
  const shown = [...facts, [t('scanner.more.waiting'), t('scanner.queued', { count: queued })]];
  return (
    <section class="panel stack">
      <h1>{t('scanner.more.title')}</h1>
      <dl>
        {shown.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <label class="check">
        <input type="checkbox" checked={sound} onChange={(event) => onSound(event.currentTarget.checked)} />
        {t('scanner.more.sound')}
      </label>
      <button
        type="button"
        disabled={busy}
        onClick={() => {
          setBusy(true);
          void scanner.refresh().finally(() => setBusy(false));
        }}
      >
        {t('scanner.more.hand_in')}
      </button>
      {install && (
        <button type="button" onClick={() => void install()}>
          {t('scanner.more.install')}
        </button>
      )}
      {asking ? (
        <div class="alert" role="alert">
          <p>{t(queued > 0 ? 'scanner.more.hand_back_waiting' : 'scanner.more.hand_back_text', { count: queued })}</p>
          <div class="choices">
            <button type="button" onClick={() => void scanner.handBack().then(onClose)}>
              {t('scanner.more.hand_back')}
            </button>
            <button type="button" class="quiet" onClick={() => setAsking(false)}>
              {t('scanner.back')}
            </button>
          </div>
        </div>
      ) : (
        <button type="button" class="quiet" onClick={() => setAsking(true)}>
          {t('scanner.more.hand_back')}
        </button>
      )}
      <Languages {...language} />
      <HelpLink at={help} t={t} language={language.current} />
      <button type="button" class="quiet" onClick={onClose}>
        {t('scanner.back')}
      </button>
    </section>
  );
}

/** When a scanner ends, in the zone of its organization. */
export function endText(t: Translate, language: string, end: string | null, timeZone: string): string {
  if (end === null) return t('scanner.more.no_end');
  return new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short', timeZone }).format(new Date(end));
}

/** @jsxImportSource preact */
import { useState } from 'preact/hooks';
import { installer } from '../../../../kernel/scanner/public/index.ts';
import { HelpLink, type LanguageChoice, Languages, type Translate } from '../../../../kernel/ui/light/index.ts';
import type { Gate } from './gate.ts';
import type { GateState } from './types.ts';

type Props = {
  gate: Gate;
  state: GateState;
  t: Translate;
  language: LanguageChoice;
  sound: boolean;
  onSound: (on: boolean) => void;
  onClose: () => void;
};

/** This scanner's data and its rare actions. */
export function MorePanel({ gate, state, t, language, sound, onSound, onClose }: Props) {
  const [busy, setBusy] = useState(false);
  const [asking, setAsking] = useState(false);
  const { session, roster, people, queued } = state;
  if (!session) return null;
  const until = new Intl.DateTimeFormat(language.current, {
    dateStyle: 'medium',
    timeStyle: 'short',
    timeZone: session.time_zone,
  });
  const facts = [
    [t('entrance.exhibition'), roster?.exhibition.name ?? session.place],
    [t('scanner.more.name'), session.name],
    [
      t('scanner.more.until'),
      session.valid_until ? until.format(new Date(session.valid_until)) : t('scanner.more.no_end'),
    ],
    [t('scanner.more.roster'), roster ? t('entrance.people', { count: people }) : t('entrance.no_list')],
    [t('scanner.more.waiting'), t('scanner.queued', { count: queued })],
  ];
  const install = installer();
  return (
    <section class="panel stack">
      <h1>{t('scanner.more.title')}</h1>
      <dl>
        {facts.map(([name, value]) => (
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
          void gate.refresh().finally(() => setBusy(false));
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
            <button type="button" onClick={() => void gate.handBack().then(onClose)}>
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
      <HelpLink at="exhibition-organizer#check-in-at-the-entrance" t={t} language={language.current} />
      <button type="button" class="quiet" onClick={onClose}>
        {t('scanner.back')}
      </button>
    </section>
  );
}

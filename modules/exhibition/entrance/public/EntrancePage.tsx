/** @jsxImportSource preact */
import { useEffect, useRef, useState } from 'preact/hooks';
import {
  Camera,
  LinkPage,
  Nothing,
  signal,
  thisPhone,
  useScanner,
  wakeSound,
} from '../../../../kernel/scanner/public/index.ts';
import { type LanguageChoice, localeOf, type Translate } from '../../../../kernel/ui/light/index.ts';
import { type Layout, listenToWedge, type WedgeFault } from '../../../../kernel/ui/reader/index.ts';
import { looksScanned } from '../../customers/scan-text.rule.ts';
import { letsIn } from '../contract.ts';
import { Gate } from './gate.ts';
import { subjectOf, today } from './judge.ts';
import { kept, NAME } from './kept.ts';
import { MorePanel } from './MorePanel.tsx';
import { StatusBar } from './StatusBar.tsx';
import type { Shown } from './types.ts';
import { VerdictPanel } from './VerdictPanel.tsx';

const SOUND_KEY = 'counterfoil.entrance.sound';
/** Green disappears by itself; red stays until somebody closes it, or until the next scan. Milliseconds. */
const SHOWN_MS = { yes: 5000, no: 60_000 };
const PLACE = { address: '/entrance', help: 'exhibition-organizer#check-in-at-the-entrance' };

/** Green and amber are let in; what the phone can't know is not. */
const comesIn = ({ verdict }: Shown): boolean => verdict !== 'not_listed' && verdict !== 'no_list' && letsIn(verdict);

let shared: Gate | undefined;
const theGate = (): Gate => {
  shared ??= new Gate({ store: kept, ...thisPhone(NAME) });
  return shared;
};

/** /entrance/: the page of the phone that stands at the gate. */
export function EntrancePage({ t, language }: { t: Translate; language: LanguageChoice }) {
  const [gate] = useState(theGate);
  const state = useScanner(gate);
  const [more, setMore] = useState(false);
  const [keyboard, setKeyboard] = useState<Layout | WedgeFault | null>(null);
  const [sound, setSound] = useState(() => localStorage.getItem(SOUND_KEY) !== 'off');
  const { phase, session, shown, fault, roster, visitors } = state;
  const read = (text: string) => {
    if (more) return;
    if (looksScanned(text)) void gate.scan(text);
    else gate.misread();
  };
  const latest = useRef(read);
  latest.current = read;

  useEffect(() => {
    document.title = t('entrance.title');
  }, [t]);
  // Accepts a code wherever the focus is; any other plays the sound for "nothing read".
  useEffect(
    () =>
      listenToWedge(looksScanned, (text) => latest.current(text), {
        certain: (text) => subjectOf(text) !== null,
        onOther: () => latest.current(''),
        onLayout: setKeyboard,
      }),
    [],
  );
  useEffect(() => {
    if (fault?.code === 'not_ours') signal(false, sound);
  }, [fault, sound]);
  useEffect(() => {
    if (!shown) return;
    const yes = comesIn(shown);
    signal(yes, sound);
    const timer = setTimeout(() => gate.dismiss(), yes ? SHOWN_MS.yes : SHOWN_MS.no);
    return () => clearTimeout(timer);
  }, [gate, shown, sound]);

  if (phase === 'link' && window.isSecureContext)
    return <LinkPage door={gate} {...{ state, t, language }} {...PLACE} />;
  if (phase !== 'ready' || !session) return <Nothing door={gate} {...{ state, t, language }} help={PLACE.help} />;
  const day = today(session.time_zone, new Date(gate.now()));
  const keepSound = (on: boolean) => {
    localStorage.setItem(SOUND_KEY, on ? 'on' : 'off');
    setSound(on);
  };
  return (
    // The first touch anywhere unlocks the sound.
    <main class="door" onPointerDown={wakeSound}>
      <StatusBar state={state} now={gate.now()} t={t} onMore={() => setMore(!more)} />
      <div class="below">
        <div class="stage" inert={more}>
          <Camera t={t} whoseOf={(text) => subjectOf(text)?.id ?? null} onCode={read} />
          {keyboard && (
            <p class="alert" role="alert">
              {t(`scanner.keyboard.${keyboard}`)}
            </p>
          )}
          {fault && (
            <p class="alert" role="alert">
              {fault.message || t(fault.code === 'not_ours' ? 'entrance.not_ours' : `scanner.${fault.code}`)}
            </p>
          )}
          <footer>
            <span class="count" data-testid="visitors" translate={false}>
              {t('entrance.visitors', { count: visitors?.day === day ? visitors.count : 0 })}
            </span>
            <Typed t={t} onLook={(text) => void gate.scan(text)} />
          </footer>
          {shown && (
            <VerdictPanel
              key={shown.key}
              shown={shown}
              exhibition={roster?.exhibition ?? null}
              timeZone={session.time_zone}
              locale={localeOf(language.current)}
              t={t}
              onNext={() => gate.dismiss()}
            />
          )}
        </div>
        {more && (
          <div class="over">
            <MorePanel {...{ gate, state, t, language, sound }} onSound={keepSound} onClose={() => setMore(false)} />
          </div>
        )}
      </div>
    </main>
  );
}

/** For who has no card at hand. */
function Typed({ t, onLook }: { t: Translate; onLook: (text: string) => void }) {
  const [text, setText] = useState('');
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim() === '') return;
        onLook(text);
        setText('');
      }}
    >
      <input
        type="text"
        aria-label={t('entrance.type')}
        placeholder={t('entrance.type')}
        value={text}
        autocomplete="off"
        autocapitalize="off"
        spellcheck={false}
        maxLength={254}
        onInput={(event) => setText(event.currentTarget.value)}
      />
      <button type="submit">{t('entrance.look')}</button>
    </form>
  );
}

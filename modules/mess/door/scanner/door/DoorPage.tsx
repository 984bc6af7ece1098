/** @jsxImportSource preact */
import { useEffect, useRef, useState } from 'preact/hooks';
import {
  Camera,
  LinkPage,
  Nothing,
  rosterAge,
  signal,
  thisPhone,
  useScanner,
  wakeSound,
} from '../../../../../kernel/scanner/public/index.ts';
import type { LanguageChoice, Translate } from '../../../../../kernel/ui/light/index.ts';
import { type Layout, listenToWedge, type WedgeFault } from '../../../../../kernel/ui/reader/index.ts';
import { Door } from '../engine/door.ts';
import { IndexedStore } from '../engine/indexed-store.ts';
import { isStudentCode, subjectOf } from '../engine/judge.ts';
import type { DoorState, Verdict } from '../engine/types.ts';
import { AdmitPanel } from './AdmitPanel.tsx';
import { MorePanel } from './MorePanel.tsx';
import { StatusBar } from './StatusBar.tsx';
import { VerdictPanel } from './VerdictPanel.tsx';

const SOUND_KEY = 'counterfoil.scanner.sound';
/** Green disappears by itself; red stays until the steward closes it, or until the next scan. Milliseconds. */
const SHOWN_MS = { yes: 5000, no: 60_000 };

const PLACE = { address: '/scanner', help: 'mess-steward#make-the-phone-a-scanner' };

let shared: Door | undefined;

/** The page's scanner. */
function useDoor(): { door: Door; state: DoorState } {
  shared ??= new Door({ store: new IndexedStore(), ...thisPhone('counterfoil-scanner') });
  return { door: shared, state: useScanner(shared) };
}

type Props = { t: Translate; language: LanguageChoice };

export function DoorPage({ t, language }: Props) {
  const { door, state } = useDoor();
  const [panel, setPanel] = useState<'more' | 'admit' | null>(null);
  const [refused, setRefused] = useState<Verdict | null>(null);
  const [keyboard, setKeyboard] = useState<Layout | WedgeFault | null>(null);
  const [sound, setSound] = useState(() => localStorage.getItem(SOUND_KEY) !== 'off');
  const { phase, session, byHand, verdict, meal, fault } = state;
  const scan = (text: string) => {
    if (panel !== null) return;
    if (isStudentCode(text)) void door.scan(text);
    else door.misread();
  };
  const latest = useRef(scan);
  latest.current = scan;

  useEffect(() => {
    document.title = t('scanner.title');
  }, [t]);
  // Accepts a student's code wherever the focus is, from a slow hand scanner too; any other code plays the sound for
  // "nothing read".
  useEffect(
    () =>
      listenToWedge(isStudentCode, (text) => latest.current(text), {
        certain: isStudentCode,
        onOther: () => latest.current(''),
        onLayout: setKeyboard,
      }),
    [],
  );
  useEffect(() => {
    if (fault?.code === 'not_ours') signal(false, sound);
  }, [fault, sound]);
  useEffect(() => {
    if (!verdict) return;
    signal(verdict.allowed, sound);
    const timer = setTimeout(() => door.dismiss(), verdict.allowed ? SHOWN_MS.yes : SHOWN_MS.no);
    return () => clearTimeout(timer);
  }, [door, verdict, sound]);

  if (phase === 'link' && window.isSecureContext) return <LinkPage {...{ door, state, t, language }} {...PLACE} />;
  if (phase !== 'ready' || !session)
    return <Nothing {...{ door, state, t, language }} help={PLACE.help} office="/scanner/login" />;
  const close = () => setPanel(null);
  const keepSound = (on: boolean) => {
    localStorage.setItem(SOUND_KEY, on ? 'on' : 'off');
    setSound(on);
  };
  const admit = (of: Verdict | null) => {
    setRefused(of);
    setPanel('admit');
  };
  const mayAdmit = byHand && verdict && !verdict.allowed && verdict.studentId && changedByHand(verdict);
  return (
    // The first touch anywhere unlocks the sound.
    <main class="door" onPointerDown={wakeSound}>
      <StatusBar
        state={state}
        now={door.now()}
        language={language.current}
        t={t}
        onMore={() => setPanel(panel === 'more' ? null : 'more')}
      />
      <div class="below">
        <div class="stage" inert={panel !== null}>
          <Camera t={t} whoseOf={subjectOf} onCode={scan} />
          {keyboard && (
            <p class="alert" role="alert">
              {t(`scanner.keyboard.${keyboard}`)}
            </p>
          )}
          {fault && (
            <p class="alert" role="alert">
              {fault.message || t(`scanner.${fault.code}`)}
            </p>
          )}
          <footer>
            <div class="meal" data-testid="meal" translate={false}>
              {meal ? (
                <>
                  <strong>{meal.name}</strong>
                  <span class="figures" translate={false}>
                    {meal.starts}–{meal.ends}
                  </span>
                  <span class="figures" translate={false}>
                    {t('scanner.served', { count: meal.served })}
                  </span>
                </>
              ) : (
                <strong>{t('scanner.no_meal')}</strong>
              )}
            </div>
            {byHand && (
              <button type="button" class="quiet by-hand" onClick={() => admit(null)}>
                {t('scanner.admit.open')}
              </button>
            )}
          </footer>
          {verdict && (
            <VerdictPanel
              key={verdict.nonce}
              verdict={verdict}
              door={door}
              age={state.roster ? rosterAge(t, door.now() - state.roster.madeAt) : null}
              t={t}
              onNext={() => door.dismiss()}
              onAdmit={mayAdmit ? () => admit(verdict) : null}
            />
          )}
        </div>
        {/* Above the camera, which remembers the last code; below the roster's age, which is always visible. */}
        {panel && (
          <div class="over">
            {panel === 'more' ? (
              <MorePanel {...{ door, state, t, language, sound }} onSound={keepSound} onClose={close} />
            ) : (
              <AdmitPanel {...{ door, refused, t }} onClose={close} />
            )}
          </div>
        )}
      </div>
    </main>
  );
}

/** Two refusals that admitting by hand can't override. */
const changedByHand = ({ reason }: Verdict) => reason !== 'already_served' && reason !== 'no_meal_now';

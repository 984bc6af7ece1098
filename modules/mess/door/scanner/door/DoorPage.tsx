/** @jsxImportSource preact */
import { useState } from 'preact/hooks';
import {
  endText,
  MorePanel,
  rosterAge,
  Stage,
  thisPhone,
  Unready,
  useScanner,
  useSteward,
} from '../../../../../kernel/scanner/public/index.ts';
import type { LanguageChoice, Translate } from '../../../../../kernel/ui/light/index.ts';
import { Door } from '../engine/door.ts';
import { IndexedStore, NAME } from '../engine/indexed-store.ts';
import { isStudentCode, subjectOf } from '../engine/judge.ts';
import type { DoorState, Session, Verdict } from '../engine/types.ts';
import { AdmitPanel } from './AdmitPanel.tsx';
import { StatusBar } from './StatusBar.tsx';
import { VerdictPanel } from './VerdictPanel.tsx';

const PLACE = { address: '/scanner', help: 'mess-steward#make-the-phone-a-scanner', office: '/scanner/login' };

let shared: Door | undefined;

/** The page's scanner. */
function useDoor(): { door: Door; state: DoorState } {
  shared ??= new Door({ store: new IndexedStore(), ...thisPhone(NAME) });
  return { door: shared, state: useScanner(shared) };
}

type Props = { t: Translate; language: LanguageChoice };

const isGood = ({ allowed }: Verdict) => allowed;

export function DoorPage({ t, language }: Props) {
  const { door, state } = useDoor();
  const [panel, setPanel] = useState<'more' | 'admit' | null>(null);
  const [refused, setRefused] = useState<Verdict | null>(null);
  const steward = useSteward(door, {
    title: t('scanner.title'),
    soundKey: 'counterfoil.scanner.sound',
    paused: panel !== null,
    ours: isStudentCode,
    certain: isStudentCode,
    good: isGood,
  });
  const { phase, session, byHand, verdict, meal, fault } = state;
  if (phase !== 'ready' || !session) return <Unready {...{ door, state, t, language }} {...PLACE} />;
  const close = () => setPanel(null);
  const admit = (of: Verdict | null) => {
    setRefused(of);
    setPanel('admit');
  };
  const mayAdmit = byHand && verdict && !verdict.allowed && verdict.studentId && changedByHand(verdict);
  const panels = {
    more: (
      <MorePanel
        scanner={door}
        queued={state.queued}
        facts={factsOf(t, language.current, session, state.roster)}
        help="mess-steward"
        sound={steward.sound}
        onSound={steward.keepSound}
        onClose={close}
        {...{ t, language }}
      />
    ),
    admit: <AdmitPanel {...{ door, refused, t }} onClose={close} />,
  };
  return (
    <Stage
      {...{ steward, t }}
      whoseOf={subjectOf}
      fault={fault && (fault.message || t(`scanner.${fault.code}`))}
      status={
        <StatusBar
          state={state}
          now={door.now()}
          language={language.current}
          t={t}
          onMore={() => setPanel(panel === 'more' ? null : 'more')}
        />
      }
      footer={
        <>
          <Meal meal={meal} t={t} />
          {byHand && (
            <button type="button" class="quiet by-hand" onClick={() => admit(null)}>
              {t('scanner.admit.open')}
            </button>
          )}
        </>
      }
      verdict={
        verdict && (
          <VerdictPanel
            key={verdict.nonce}
            verdict={verdict}
            door={door}
            age={state.roster ? rosterAge(t, door.now() - state.roster.madeAt) : null}
            t={t}
            onNext={() => door.dismiss()}
            onAdmit={mayAdmit ? () => admit(verdict) : null}
          />
        )
      }
      panel={panel && panels[panel]}
    />
  );
}

function Meal({ meal, t }: { meal: DoorState['meal']; t: Translate }) {
  return (
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
  );
}

/** What a steward can look up about this scanner. */
function factsOf(
  t: Translate,
  language: string,
  { entered }: Session,
  roster: DoorState['roster'],
): [string, string][] {
  const { organization, scanner } = entered;
  return [
    [t('scanner.more.mess'), organization.name],
    [t('scanner.more.name'), scanner.name],
    [t('scanner.more.role'), t(`scanner.role.${scanner.role}`)],
    [t('scanner.more.until'), endText(t, language, scanner.valid_until, organization.time_zone)],
    [t('scanner.more.roster'), roster ? t('scanner.more.students', { count: roster.count }) : t('scanner.roster.none')],
  ];
}

/** Two refusals that admitting by hand can't override. */
const changedByHand = ({ reason }: Verdict) => reason !== 'already_served' && reason !== 'no_meal_now';

/** @jsxImportSource preact */
import { useState } from 'preact/hooks';
import {
  endText,
  MorePanel,
  rosterAge,
  Stage,
  StatusBar,
  thisPhone,
  Unready,
  useScanner,
  useSteward,
} from '../../../../kernel/scanner/public/index.ts';
import { type LanguageChoice, localeOf, type Translate } from '../../../../kernel/ui/light/index.ts';
import { looksScanned } from '../../customers/scan-text.rule.ts';
import { letsIn } from '../contract.ts';
import { Gate } from './gate.ts';
import { subjectOf, today } from './judge.ts';
import { Kept, NAME } from './kept.ts';
import type { GateState, Session, Shown } from './types.ts';
import { VerdictPanel } from './VerdictPanel.tsx';

const PLACE = { address: '/entrance', help: 'exhibition-organizer#check-in-at-the-entrance' };

/** Green and amber are let in; what the phone can't know is not. */
const comesIn = ({ verdict }: Shown): boolean => verdict !== 'not_listed' && verdict !== 'no_list' && letsIn(verdict);

let shared: Gate | undefined;
const theGate = (): Gate => {
  shared ??= new Gate({ store: new Kept(), ...thisPhone(NAME) });
  return shared;
};

const whoseOf = (text: string) => subjectOf(text)?.id ?? null;
const isCard = (text: string) => subjectOf(text) !== null;

/** /entrance/: the page of the phone that stands at the gate. */
export function EntrancePage({ t, language }: { t: Translate; language: LanguageChoice }) {
  const [gate] = useState(theGate);
  const state = useScanner(gate);
  const [more, setMore] = useState(false);
  const steward = useSteward(gate, {
    title: t('entrance.title'),
    soundKey: 'counterfoil.entrance.sound',
    paused: more,
    ours: looksScanned,
    certain: isCard,
    good: comesIn,
  });
  const { phase, session, verdict, fault, roster, visitors } = state;
  if (phase !== 'ready' || !session) return <Unready door={gate} {...{ state, t, language }} {...PLACE} />;
  const day = today(session.time_zone, new Date(gate.now()));
  const age = roster ? rosterAge(t, gate.now() - Date.parse(roster.made_at)) : t('entrance.no_list');
  return (
    <Stage
      {...{ steward, whoseOf, t }}
      fault={fault && (fault.message || t(fault.code === 'not_ours' ? 'entrance.not_ours' : `scanner.${fault.code}`))}
      status={
        <StatusBar
          name={session.name}
          roster={{ text: age, old: roster === null }}
          onMore={() => setMore(!more)}
          {...{ state, t }}
        />
      }
      footer={
        <>
          <span class="count" data-testid="visitors" translate={false}>
            {t('entrance.visitors', { count: visitors?.day === day ? visitors.count : 0 })}
          </span>
          <Typed t={t} onLook={(text) => void gate.scan(text)} />
        </>
      }
      verdict={
        verdict && (
          <VerdictPanel
            key={verdict.nonce}
            shown={verdict}
            exhibition={roster?.exhibition ?? null}
            timeZone={session.time_zone}
            locale={localeOf(language.current)}
            t={t}
            onNext={() => gate.dismiss()}
          />
        )
      }
      panel={
        more && (
          <MorePanel
            scanner={gate}
            queued={state.queued}
            facts={factsOf(t, language.current, session, state)}
            help={PLACE.help}
            sound={steward.sound}
            onSound={steward.keepSound}
            onClose={() => setMore(false)}
            {...{ t, language }}
          />
        )
      }
    />
  );
}

/** What can be looked up about this scanner. */
function factsOf(t: Translate, language: string, session: Session, { roster, people }: GateState): [string, string][] {
  return [
    [t('entrance.exhibition'), roster?.exhibition.name ?? session.place],
    [t('scanner.more.name'), session.name],
    [t('scanner.more.until'), endText(t, language, session.valid_until, session.time_zone)],
    [t('scanner.more.roster'), roster ? t('entrance.people', { count: people }) : t('entrance.no_list')],
  ];
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

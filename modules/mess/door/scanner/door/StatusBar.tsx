/** @jsxImportSource preact */
import { StatusBar as Bar, rosterAge } from '../../../../../kernel/scanner/public/index.ts';
import type { Translate } from '../../../../../kernel/ui/light/index.ts';
import { durationText } from '../../contract.ts';
import type { DoorState } from '../engine/types.ts';

/** A larger error than a slow answer explains; the server uses the same limit. */
const SKEW_SHOWN_MS = 120_000;

type Props = { state: DoorState; now: number; language: string; t: Translate; onMore: () => void };

/** Always visible; also what the office allows with an old roster, and a wrong clock. */
export function StatusBar({ state, now, language, t, onMore }: Props) {
  const { session, online, roster } = state;
  const text = roster ? rosterAge(t, now - roster.madeAt) : t('scanner.roster.none');
  return (
    <Bar name={session?.entered.scanner.name} roster={{ text, old: roster?.stale ?? true }} {...{ state, t, onMore }}>
      {roster?.stale && !online && <p class="notice">{t(`scanner.stale.${roster.policy}`)}</p>}
      {session && <ClockNotice skewMs={session.skewMs ?? 0} language={language} t={t} />}
    </Bar>
  );
}

/** A wrong clock: the server corrects scans, but people who read times here should know. */
function ClockNotice({ skewMs, language, t }: { skewMs: number; language: string; t: Translate }) {
  if (Math.abs(skewMs) < SKEW_SHOWN_MS) return null;
  const time = durationText(language, Math.round(Math.abs(skewMs) / 60_000), 'long');
  return <p class="notice">{t(skewMs > 0 ? 'scanner.clock.slow' : 'scanner.clock.fast', { time })}</p>;
}

/** @jsxImportSource preact */
import { rosterAge } from '../../../../../kernel/scanner/public/index.ts';
import type { Translate } from '../../../../../kernel/ui/light/index.ts';
import { durationText } from '../../contract.ts';
import type { DoorState } from '../engine/types.ts';

/** A larger error than a slow answer explains; the server uses the same limit. */
const SKEW_SHOWN_MS = 120_000;

type Props = { state: DoorState; now: number; language: string; t: Translate; onMore: () => void };

/** Always visible: the door's name, the network, the roster's age, and the number of queued scans. */
export function StatusBar({ state, now, language, t, onMore }: Props) {
  const { session, online, roster, queued } = state;
  return (
    // Browsers that translate replace texts, and those would stand still.
    <header class="status" translate={false}>
      <div class="line">
        <strong>{session?.entered.scanner.name}</strong>
        <button type="button" class="quiet" onClick={onMore}>
          {t('scanner.more.open')}
        </button>
      </div>
      <div class="line chips">
        <span class={online ? 'chip good' : 'chip bad'} data-testid="network">
          {t(online ? 'scanner.online' : 'scanner.without_network')}
        </span>
        <span class={roster && !roster.stale ? 'chip' : 'chip bad'} data-testid="roster-age">
          {roster ? rosterAge(t, now - roster.madeAt) : t('scanner.roster.none')}
        </span>
        {queued > 0 && (
          <span class="chip wait" data-testid="queued">
            {t('scanner.queued', { count: queued })}
          </span>
        )}
      </div>
      {roster?.stale && !online && <p class="notice">{t(`scanner.stale.${roster.policy}`)}</p>}
      {session && <ClockNotice skewMs={session.skewMs ?? 0} language={language} t={t} />}
    </header>
  );
}

/** A wrong clock: the server corrects scans, but people who read times here should know. */
function ClockNotice({ skewMs, language, t }: { skewMs: number; language: string; t: Translate }) {
  if (Math.abs(skewMs) < SKEW_SHOWN_MS) return null;
  const time = durationText(language, Math.round(Math.abs(skewMs) / 60_000), 'long');
  return <p class="notice">{t(skewMs > 0 ? 'scanner.clock.slow' : 'scanner.clock.fast', { time })}</p>;
}

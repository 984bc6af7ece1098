/** @jsxImportSource preact */
import { rosterAge } from '../../../../kernel/scanner/public/index.ts';
import type { Translate } from '../../../../kernel/ui/light/index.ts';
import type { GateState } from './types.ts';

type Props = { state: GateState; now: number; t: Translate; onMore: () => void };

/** Always visible: the gate's name, the network, the list's age, and how many wait to be handed in. */
export function StatusBar({ state: { session, online, roster, queued }, now, t, onMore }: Props) {
  return (
    // Browsers that translate replace texts, and those would stand still.
    <header class="status" translate={false}>
      <div class="line">
        <strong>{session?.name}</strong>
        <button type="button" class="quiet" onClick={onMore}>
          {t('scanner.more.open')}
        </button>
      </div>
      <div class="line chips">
        <span class={online ? 'chip good' : 'chip bad'} data-testid="network">
          {t(online ? 'scanner.online' : 'scanner.without_network')}
        </span>
        <span class={roster ? 'chip' : 'chip bad'} data-testid="roster-age">
          {roster ? rosterAge(t, now - Date.parse(roster.made_at)) : t('entrance.no_list')}
        </span>
        {queued > 0 && (
          <span class="chip wait" data-testid="queued">
            {t('scanner.queued', { count: queued })}
          </span>
        )}
      </div>
    </header>
  );
}

/** @jsxImportSource preact */
import type { ComponentChildren } from 'preact';
import type { Translate } from '../../ui/light/index.ts';

type Props = {
  name: string | undefined;
  state: { online: boolean; queued: number };
  /** the roster's age as text, or that there is none; `old`: shown as a fault */
  roster: { text: string; old: boolean };
  t: Translate;
  onMore: () => void;
  children?: ComponentChildren;
};

/** Always visible: the door's name, the network, the roster's age, and the number of queued scans. */
export function StatusBar({ name, state: { online, queued }, roster, t, onMore, children }: Props) {
  return (
    // Browsers that translate replace texts, and those would stand still.
    <header class="status" translate={false}>
      <div class="line">
        <strong>{name}</strong>
        <button type="button" class="quiet" onClick={onMore}>
          {t('scanner.more.open')}
        </button>
      </div>
      <div class="line chips">
        <span class={online ? 'chip good' : 'chip bad'} data-testid="network">
          {t(online ? 'scanner.online' : 'scanner.without_network')}
        </span>
        <span class={roster.old ? 'chip bad' : 'chip'} data-testid="roster-age">
          {roster.text}
        </span>
        {queued > 0 && (
          <span class="chip wait" data-testid="queued">
            {t('scanner.queued', { count: queued })}
          </span>
        )}
      </div>
      {children}
    </header>
  );
}

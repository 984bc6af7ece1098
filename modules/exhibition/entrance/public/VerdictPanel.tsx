/** @jsxImportSource preact */
import type { Translate } from '../../../../kernel/ui/light/index.ts';
import type { EntranceRoster } from '../contract.ts';
import type { Shown } from './types.ts';

type Props = {
  shown: Shown;
  exhibition: EntranceRoster['exhibition'] | null;
  timeZone: string;
  locale: string;
  t: Translate;
  onNext: () => void;
};

const LOOKS: Partial<Record<Shown['verdict'], [look: string, sign: string]>> = {
  welcome: ['yes', '✓'],
  again: ['again', '↻'],
};

/** In colour on the full screen: come in, came already, or why not. */
export function VerdictPanel({ shown, exhibition, timeZone, locale, t, onNext }: Props) {
  const { verdict, name, code, came_at, offline } = shown;
  const [look, sign] = LOOKS[verdict] ?? ['no', '✗'];
  const at = came_at ? new Intl.DateTimeFormat(locale, { timeStyle: 'short', timeZone }).format(new Date(came_at)) : '';
  const day = (on: string | undefined) =>
    on ? new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' }).format(new Date(on)) : '';
  const text = {
    welcome: null,
    again: t('entrance.again_in'),
    came_already: t('entrance.came_text'),
    not_registered: t('entrance.not_registered_text'),
    waiting: t('entrance.waiting_text'),
    other_exhibition: t('entrance.other_exhibition_text', { name: shown.exhibition ?? '' }),
    not_open: t('entrance.not_open_text', { from: day(exhibition?.starts_on), to: day(exhibition?.ends_on) }),
    not_listed: t('entrance.not_listed_text'),
    no_list: t('entrance.no_list_text'),
  }[verdict];
  const title = verdict === 'welcome' && name ? t('entrance.welcome_name', { name }) : t(`entrance.${verdict}`, { at });
  return (
    <section class={`verdict ${look}`} role="alert" data-testid="verdict" data-verdict={verdict}>
      <div class="sign" aria-hidden="true">
        {sign}
      </div>
      <h1>{title}</h1>
      {verdict !== 'welcome' && name && (
        <p class="reason" translate={false}>
          {name}
        </p>
      )}
      {code && (
        <p class="figures" translate={false}>
          {code.slice(0, 4)} {code.slice(4)}
        </p>
      )}
      {text && <p class="reason">{text}</p>}
      {offline && verdict !== 'no_list' && <p class="alone">{t('entrance.alone')}</p>}
      <div class="choices">
        <button type="button" class="next" onClick={onNext}>
          {t('scanner.verdict.next')}
        </button>
      </div>
    </section>
  );
}

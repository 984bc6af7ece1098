/** @jsxImportSource preact */
import type { Translate } from '../../../../kernel/ui/light/index.ts';
import { labelAt } from '../../numbers/portal/grid/state.ts';
import { startPayload, withNumbers } from './buy-link.ts';
import type { Formats } from './format.ts';
import type { Hint, useChosen } from './useChosen.ts';
import type { Shown } from './useRaffle.ts';

type Props = { shown: Shown; t: Translate; format: Formats; choice: ReturnType<typeof useChosen>; limit: number };

const CHATS: Record<string, string> = { whatsapp: 'WhatsApp', telegram: 'Telegram' };

/** A bar within reach of the thumb: the chosen numbers, their price, and the links into the chats. */
export function BuyBar({ shown, t, format, choice, limit }: Props) {
  const { raffle, numbers } = shown;
  const places = [...choice.chosen].sort((a, b) => a - b);
  const { payload, left } = startPayload(
    raffle.code,
    places.map((place) => numbers.first + place),
  );
  const chats = raffle.buy.filter(({ channel }) => channel in CHATS);
  const web = raffle.buy.find(({ channel }) => channel === 'web')?.url ?? `/chat/${raffle.organization.slug}`;
  const none = places.length === 0;
  return (
    <aside class="buy" aria-label={t('raffle_page.chosen')}>
      <div class="inner">
        <div class="what">
          <p class="hint" aria-live="polite">
            {hintText(choice.hint, t, shown, limit)}
          </p>
          {none ? (
            <span class="faint">{t('raffle_page.none_chosen')}</span>
          ) : (
            <>
              <b class="figures" translate={false}>
                {t('raffle_page.chosen_count', { count: places.length })} ·{' '}
                {format.money(places.length * raffle.ticketPriceMinor, raffle.currency)}
              </b>
              <button type="button" class="quiet" onClick={choice.clear}>
                {t('raffle_page.clear')}
              </button>
              <ul class="picked">
                {places.map((place) => (
                  <li key={place}>
                    <button
                      type="button"
                      onClick={() => choice.toggle(place)}
                      aria-label={t('raffle_page.remove', { number: labelAt(numbers, place) })}
                    >
                      {labelAt(numbers, place)} <span aria-hidden="true">×</span>
                    </button>
                  </li>
                ))}
              </ul>
              {left > 0 && <span class="faint">{t('raffle_page.too_many', { count: left })}</span>}
            </>
          )}
        </div>
        <div class="ways">
          <a class="button" href={withNumbers(web, raffle.code, payload)}>
            {t(none ? 'raffle_page.open_chat' : 'raffle_page.continue')}
          </a>
          {chats.map(({ channel, url }) => (
            <a key={channel} class="second button" href={withNumbers(url, raffle.code, payload)} rel="noreferrer">
              {CHATS[channel]}
            </a>
          ))}
        </div>
      </div>
    </aside>
  );
}

function hintText(hint: Hint, t: Translate, { numbers }: Shown, limit: number): string | null {
  if (!hint) return null;
  const labels = hint.places.map((place) => labelAt(numbers, place)).join(', ');
  return t(`raffle_page.hint.${hint.kind}`, { numbers: labels, limit });
}

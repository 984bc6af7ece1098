/** @jsxImportSource preact */
import type { Translate } from '../../../../kernel/ui/light/index.ts';
import type { Formats } from './format.ts';
import type { Shown } from './useRaffle.ts';

type Props = { shown: Shown; t: Translate; format: Formats };

/** The prize, the price, the day of the draw, and how many numbers are left. */
export function Head({ shown, t, format }: Props) {
  const { raffle, left, sold, reserved, numbers } = shown;
  const state = raffle.frozenAt ? 'drawing' : !raffle.onSale ? 'closed' : left === 0 ? 'sold_out' : null;
  return (
    <section class="card head">
      {raffle.pictureUrl && <img class="picture" src={raffle.pictureUrl} alt="" loading="lazy" decoding="async" />}
      <h1>{raffle.title}</h1>
      {raffle.description && <p class="description">{raffle.description}</p>}
      <dl class="facts">
        <div>
          <dt>{t('raffle_page.price')}</dt>
          <dd class="figures" translate={false}>
            {format.money(raffle.ticketPriceMinor, raffle.currency)}
          </dd>
        </div>
        {raffle.perPersonLimit && (
          <div>
            <dt>{t('raffle_page.limit')}</dt>
            <dd class="figures" translate={false}>
              {format.number(raffle.perPersonLimit)}
            </dd>
          </div>
        )}
        {raffle.drawOn && (
          <div>
            <dt>{t('raffle_page.draw_on')}</dt>
            <dd>{format.day(raffle.drawOn)}</dd>
          </div>
        )}
      </dl>
      <div class="bar" aria-hidden="true">
        <i class="sold" style={{ width: `${(100 * sold) / numbers.count}%` }} />
        <i class="reserved" style={{ width: `${(100 * reserved) / numbers.count}%` }} />
      </div>
      <p class="left" aria-live="polite">
        <b class="figures" translate={false}>
          {raffle.onSale
            ? t('raffle_page.left', { count: left, left: format.number(left) })
            : t('raffle_page.sold_count', { count: sold, sold: format.number(sold) })}
        </b>{' '}
        <span class="faint">{t('raffle_page.of', { total: format.number(numbers.count) })}</span>
      </p>
      {state && <p class="note">{t(`raffle_page.state.${state}`)}</p>}
      {shown.stale && <p class="note">{t('raffle_page.stale', { time: format.dateTime(shown.asOf) })}</p>}
    </section>
  );
}

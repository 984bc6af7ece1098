/** @jsxImportSource preact */

import { useEffect, useState } from 'preact/hooks';
import type { HomeProps } from '../../customers/portal/part.ts';
import { nameOf } from '../../customers/portal/part.ts';
import { standOf } from './stand.rule.ts';
import { type OwnPurchase, pauseAfter, wordsOf } from './words.ts';

/**
 * Payments that are not settled, on the first page and where somebody buys: a page that was closed or loaded again has
 * not forgotten them. Each goes when it is settled, and what is left on the meter is asked for again.
 */
export default function UnderWay({ api, t, locale, holders, meterId, open, changed }: HomeProps) {
  const [purchases, setPurchases] = useState<OwnPurchase[]>([]);
  useEffect(() => {
    let looks = 0;
    let before = 0;
    let timer: number | undefined;
    let closed = false;
    const look = async () => {
      looks += 1;
      // Without a network nothing is known, and nothing is lost: it looks again.
      const all = await api.get<OwnPurchase[]>('/electricity/my/under-way').catch(() => null);
      if (closed) return;
      const seen = all?.filter(({ meter }) => !meterId || meter.id === meterId);
      if (seen) {
        setPurchases(seen);
        if (seen.length < before) changed();
        before = seen.length;
      }
      if (before > 0 || !seen) timer = window.setTimeout(look, pauseAfter(looks));
    };
    void look();
    return () => {
      closed = true;
      window.clearTimeout(timer);
    };
  }, [api, meterId, changed]);
  const meters = holders.flatMap((holder) => holder.meters);
  return (
    <>
      {purchases.map((purchase) => {
        const words = wordsOf(purchase, locale);
        const stand = standOf(purchase);
        const meter = meters.find(({ id }) => id === purchase.meter.id);
        return (
          <section class={`card notice stack wait ${stand}`} key={purchase.id}>
            <h2>{t(`portal.electricity.stand_${stand}`, words)}</h2>
            <p>{t(`portal.electricity.stand_${stand}_more`, words)}</p>
            <p class="faint">{[meter && nameOf(meter), words.amount].filter(Boolean).join(' · ')}</p>
            <button type="button" class="second" onClick={() => open(purchase.meter.number, `buy/${purchase.id}`)}>
              {t('portal.electricity.show_payment')}
            </button>
          </section>
        );
      })}
    </>
  );
}

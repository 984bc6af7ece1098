/** @jsxImportSource preact */

import { useEffect, useState } from 'preact/hooks';
import { ApiError } from '../../../../kernel/ui/light/index.ts';
import { Fault } from '../../customers/portal/Fault.tsx';
import { Lazy } from '../../customers/portal/Lazy.tsx';
import type { MeterProps } from '../../customers/portal/part.ts';
import { sentence } from '../../customers/portal/useTry.ts';
import { purchaseNotes } from './purchase-notes.ts';
import { SETTLED, standOf } from './stand.rule.ts';
import { type OwnPurchase, pauseAfter, wordsOf } from './words.ts';

/** What becomes of a purchase, live: the phone is asked, the money came, it did not, or nobody knows yet. */
export function Waiting(props: MeterProps & { purchaseId: string }) {
  const { api, t, locale, go, changed, purchaseId } = props;
  const [purchase, setPurchase] = useState<OwnPurchase | null>(null);
  const [error, setError] = useState<string | null>(null);
  const [offline, setOffline] = useState(false);
  useEffect(() => {
    let looks = 0;
    let timer: number | undefined;
    let closed = false;
    const look = async () => {
      looks += 1;
      try {
        const seen = await api.get<OwnPurchase>(`/electricity/my/purchases/${purchaseId}`);
        if (closed) return;
        setOffline(false);
        setPurchase(seen);
        const stand = standOf(seen);
        if (stand === 'credited') changed();
        if (SETTLED.includes(stand)) return;
      } catch (reason) {
        if (closed) return;
        // Without a network nothing is known, and nothing is lost: it looks again.
        if (reason instanceof ApiError && reason.status !== 0 && reason.status < 500 && reason.status !== 429)
          return setError(sentence(reason));
        setOffline(true);
      }
      timer = window.setTimeout(look, pauseAfter(looks));
    };
    void look();
    return () => {
      closed = true;
      window.clearTimeout(timer);
    };
  }, [api, purchaseId, changed]);
  if (error) return <Fault text={error} />;
  if (!purchase) return <p class="faint">{t(offline ? 'portal.electricity.wait_offline' : 'portal.loading')}</p>;
  const stand = standOf(purchase);
  const { charge } = purchase;
  const words = wordsOf(purchase, locale);
  const reason = charge?.reason && t(`pay.failed.${charge.reason}`);
  return (
    <div class={`stack wait ${stand}`}>
      <div role="status" aria-live="polite">
        <h2>{t(`portal.electricity.stand_${stand}`, words)}</h2>
        <p>{stand === 'failed' && reason ? reason : t(`portal.electricity.stand_${stand}_more`, words)}</p>
      </div>
      {!SETTLED.includes(stand) && <div class="running" aria-hidden="true" />}
      {offline && <p class="alert">{t('portal.electricity.wait_offline')}</p>}
      {stand === 'credited' &&
        purchaseNotes.map((note) => <Lazy key={note.name} load={note.load} props={{ ...props, purchase }} quiet />)}
      <div class="actions">
        {charge?.link && (
          <a class="button" href={charge.link}>
            {t('pay.go_on', { provider: charge.label })}
          </a>
        )}
        {stand === 'open' && purchase.payLink && (
          <a class="button" href={purchase.payLink}>
            {t('portal.electricity.pay_now')}
          </a>
        )}
        {(stand === 'failed' || stand === 'ended') && (
          <button type="button" class="main" onClick={() => go('buy')}>
            {t('portal.electricity.try_again')}
          </button>
        )}
        <button type="button" class="second" onClick={() => go('')}>
          {t('portal.electricity.to_meter')}
        </button>
      </div>
    </div>
  );
}

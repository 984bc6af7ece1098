/** @jsxImportSource preact */

import { useEffect, useRef, useState } from 'preact/hooks';
import { moneyFormat } from '../../../../kernel/lib/money-format.ts';
import { signal, soundWorks, wakeSound } from '../../../../kernel/scanner/public/engine.ts';
import { Brand, type LanguageChoice, localeOf, type Translate } from '../../../../kernel/ui/light/index.ts';
import { type DisplayView, soundOf } from '../contract.ts';
import { ask, forget } from './device.ts';
import { Enrol } from './Enrol.tsx';

type Props = { t: Translate; language: LanguageChoice };
type Standing = 'loading' | 'new' | 'ended' | 'on';

/** Soon enough for a customer who watches; forty screens ask forty small questions a second. */
const EVERY_MS = 1_000;

/** What the customer sees of the sale at their desk. */
export function Screen({ t, language }: Props) {
  const [standing, setStanding] = useState<Standing>('loading');
  const [view, setView] = useState<DisplayView | null>(null);
  const [lost, setLost] = useState(false);
  const silent = useSound(view);
  const asks = standing === 'loading' || standing === 'on';
  useEffect(() => {
    if (!asks) return;
    let over = false;
    let timer: number | undefined;
    const look = async () => {
      const answer = await ask<DisplayView>('/display');
      if (over) return;
      if (answer === null) return setStanding('new');
      if (answer.status === 401) {
        await forget();
        setView(null);
        return setStanding('ended');
      }
      setLost(answer.data === null);
      if (answer.data) {
        setView(answer.data);
        setStanding('on');
      }
      timer = window.setTimeout(look, EVERY_MS);
    };
    void look();
    return () => {
      over = true;
      window.clearTimeout(timer);
    };
  }, [asks]);
  if (!asks)
    return <Enrol t={t} language={language} ended={standing === 'ended'} onDone={() => setStanding('loading')} />;
  const colour = view?.colour ?? null;
  return (
    <main
      class={`display is-${view?.state ?? 'idle'}${colour ? ' is-coloured' : ''}`}
      style={colour ? { '--theirs': colour } : undefined}
    >
      {silent && (
        <button class="button sound" type="button" onClick={wakeSound}>
          {t('display.sound')}
        </button>
      )}
      {lost && <p class="lost">{t('display.offline')}</p>}
      {view ? <Sale view={view} t={t} locale={localeOf(language.current)} /> : <p>{t('display.loading')}</p>}
    </main>
  );
}

/** Sounds when the view becomes another, if that is wanted. `silent`: the browser waits for a touch. */
function useSound(view: DisplayView | null) {
  const before = useRef<DisplayView | null>(null);
  const wanted = view?.sound ?? false;
  useEffect(() => {
    if (wanted && !soundWorks() && navigator.userActivation?.hasBeenActive) wakeSound();
  });
  useEffect(() => {
    const sound = view && soundOf(before.current, view);
    before.current = view;
    if (sound) signal(sound === 'paid', wanted);
  }, [view, wanted]);
  return wanted && !soundWorks();
}

function Sale({ view, t, locale }: { view: DisplayView; t: Translate; locale: string }) {
  const { state, currency, lines, total, due, change, qr_svg, reference } = view;
  const money = (amount: string) => moneyFormat(locale, currency).format(amount as Intl.StringNumericLiteral);
  if (state === 'idle')
    return (
      <section class="middle">
        <h1>
          <Brand brand={view.brand ?? undefined} title={view.organization} />
        </h1>
        <p class="large">{t('display.welcome')}</p>
      </section>
    );
  if (state === 'paid')
    return (
      <section class="middle" role="status">
        <p class="tick" aria-hidden="true">
          ✓
        </p>
        <h1>{t('display.paid')}</h1>
        {change !== null && <Figure label={t('display.change')} amount={money(change)} />}
      </section>
    );
  return (
    <>
      {state !== 'code' && lines.length > 0 && (
        <ul>
          {lines.map((line) => (
            <li key={`${line.name} ${line.quantity} ${line.amount}`}>
              <span>
                {line.quantity !== '1' && <b>{line.quantity} × </b>}
                {line.name}
              </span>
              <span class="sum">{money(line.amount)}</span>
            </li>
          ))}
        </ul>
      )}
      <section class="foot">
        {state === 'code' && qr_svg !== null && (
          <figure>
            <img alt={t('display.scan')} src={`data:image/svg+xml,${encodeURIComponent(qr_svg)}`} />
            <figcaption>{t('display.scan')}</figcaption>
          </figure>
        )}
        {state === 'sale' && total !== null && <Figure label={t('display.total')} amount={money(total)} />}
        {state !== 'sale' && due !== null && <Figure label={t('display.due')} amount={money(due)} />}
        {reference !== null && <p class="reference">{reference}</p>}
        {change !== null && <Figure label={t('display.change')} amount={money(change)} />}
      </section>
    </>
  );
}

function Figure({ label, amount }: { label: string; amount: string }) {
  return (
    <p class="figure">
      <span>{label}</span>
      <strong>{amount}</strong>
    </p>
  );
}

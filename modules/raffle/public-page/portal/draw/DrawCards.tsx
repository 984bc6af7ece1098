/** @jsxImportSource preact */
import type { Translate } from '../../../../../kernel/ui/light/index.ts';
import type { Formats } from '../format.ts';
import type { Draw, Shown } from '../useRaffle.ts';
import { CheckIt } from './CheckIt.tsx';

type Props = { shown: Shown; t: Translate; format: Formats };

/**
 * The draw: how it works, what is published, who won, and the check that anyone can do. A redraw is shown above the
 * draw it replaced.
 */
export function DrawCards({ shown, t, format }: Props) {
  const draws = [...shown.draws].sort((a, b) => b.sequence - a.sequence);
  if (draws.length === 0) {
    return (
      <section class="card">
        <h2>{t('raffle_page.draw.title')}</h2>
        <p>{t('raffle_page.draw.before')}</p>
        <ol class="words">
          {['freeze', 'seed', 'winner', 'check'].map((step) => (
            <li key={step}>{t(`raffle_page.draw.steps.${step}`)}</li>
          ))}
        </ol>
      </section>
    );
  }
  return (
    <>
      {draws.map((draw) => (
        <DrawCard key={draw.id} draw={draw} code={shown.raffle.code} t={t} format={format} />
      ))}
    </>
  );
}

function DrawCard({ draw, code, t, format }: { draw: Draw; code: string; t: Translate; format: Formats }) {
  const replaced = draw.state === 'replaced';
  const title =
    draw.sequence === 1 ? t('raffle_page.draw.title') : t('raffle_page.draw.again', { number: draw.sequence });
  return (
    <section class={`card draw ${replaced ? 'replaced' : 'first'}`}>
      <h2>{title}</h2>
      {replaced && <p class="note">{t('raffle_page.draw.replaced')}</p>}
      {draw.reason && <p>{t('raffle_page.draw.reason', { reason: draw.reason })}</p>}
      {draw.winners && <Winners draw={draw} t={t} />}
      <dl class="published">
        <dt>{t('raffle_page.draw.frozen_at')}</dt>
        <dd>{format.dateTime(draw.frozenAt)}</dd>
        <dt>{t('raffle_page.draw.entries')}</dt>
        <dd class="figures" translate={false}>
          {format.number(draw.entries)}
        </dd>
        <dt>{t('raffle_page.draw.hash')}</dt>
        <dd class="hash">{draw.listHash}</dd>
        <dt>{t('raffle_page.draw.seed_source')}</dt>
        <dd>{draw.seedSource}</dd>
        <dt>{t('raffle_page.draw.seed')}</dt>
        <dd class={draw.seed ? 'hash' : undefined}>{draw.seed ?? t('raffle_page.draw.seed_waits')}</dd>
      </dl>
      <CheckIt draw={draw} code={code} t={t} format={format} />
    </section>
  );
}

function Winners({ draw, t }: { draw: Draw; t: Translate }) {
  const winners = draw.winners ?? [];
  return (
    <div class="winners">
      <p class="faint">{t('raffle_page.draw.winners', { count: winners.length })}</p>
      <ol>
        {winners.map((winner) => (
          <li key={winner.number}>
            <b class="figures" translate={false}>
              {winner.label}
            </b>
            <span class="faint">{t('raffle_page.draw.order', { code: winner.orderCode })}</span>
          </li>
        ))}
      </ol>
    </div>
  );
}

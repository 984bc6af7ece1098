/** @jsxImportSource preact */
import { useMemo } from 'preact/hooks';
import type { Translate } from '../../../../kernel/ui/light/index.ts';
import { BuyBar } from './BuyBar.tsx';
import { DrawCards } from './draw/DrawCards.tsx';
import { formatsOf } from './format.ts';
import { Head } from './Head.tsx';
import { Numbers } from './Numbers.tsx';
import { useChosen } from './useChosen.ts';
import type { Shown } from './useRaffle.ts';

type Props = { shown: Shown; t: Translate; language: string };

/** The most numbers to tap. More would not fit into the link, and "random 50" in the chat is easier. */
const MAX_CHOSEN = 50;

export function RafflePage({ shown, t, language }: Props) {
  const { raffle, numbers } = shown;
  const format = useMemo(() => formatsOf(language), [language]);
  const limit = Math.min(raffle.perPersonLimit ?? MAX_CHOSEN, MAX_CHOSEN);
  const choice = useChosen(numbers, limit);
  const parts = { shown, t, format };
  return (
    <>
      <div class="columns">
        <div>
          <Head {...parts} />
          {raffle.onSale && <Steps t={t} />}
          <DrawCards {...parts} />
        </div>
        <Numbers {...parts} choice={choice} limit={limit} />
      </div>
      {raffle.onSale && <BuyBar {...parts} choice={choice} limit={limit} />}
    </>
  );
}

function Steps({ t }: { t: Translate }) {
  return (
    <section class="card">
      <h2>{t('raffle_page.steps.title')}</h2>
      <ol class="steps">
        {['choose', 'pay', 'ticket'].map((step) => (
          <li key={step}>
            <b>{t(`raffle_page.steps.${step}`)}</b>
            <span class="faint">{t(`raffle_page.steps.${step}_text`)}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}

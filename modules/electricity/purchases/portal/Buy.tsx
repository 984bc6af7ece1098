/** @jsxImportSource preact */

import { moneyFormat } from '../../../../kernel/lib/money-format.ts';
import { Fault } from '../../customers/portal/Fault.tsx';
import type { MeterProps } from '../../customers/portal/part.ts';
import UnderWay from './UnderWay.tsx';
import { useOrder } from './useOrder.ts';
import { Waiting } from './Waiting.tsx';
import { Ways } from './Ways.tsx';
import { Working } from './Working.tsx';
import { wordsOf } from './words.ts';

const AMOUNTS = ['500', '1000', '2000', '5000'];

/** Buying in three taps: buy, an amount, pay. What was chosen last time is chosen already. */
export default function Buy(props: MeterProps) {
  const [bought, step] = props.here.split('/');
  if (bought) return <Waiting {...props} purchaseId={bought} key={step} />;
  return <Order {...props} />;
}

function Order(props: MeterProps) {
  const { api, t, locale, holder, meter, go, changed } = props;
  const { paying, amount, quote, way, setWay, chosen, phone, setPhone, first, busy, error, ask, type, pay } =
    useOrder(props);
  if (!paying) return error ? <Fault text={error} /> : <p class="faint">{t('portal.loading')}</p>;
  const { last, currency } = paying;
  const offered = [...new Set([...(last ? [last.amount] : []), ...AMOUNTS])].slice(0, 4);
  const money = (value: string) =>
    moneyFormat(locale, currency, { maximumFractionDigits: 2, minimumFractionDigits: 0 }).format(value as `${number}`);
  const number = new Intl.NumberFormat(locale);
  return (
    <div class="stack">
      <UnderWay {...{ api, t, locale, changed }} holders={[holder]} meterId={meter.id} open={(_, to) => go(to)} />
      <form
        class="stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (!busy && !first) void (quote ? pay(false) : ask(amount));
        }}
      >
        <fieldset>
          <legend>{t('portal.electricity.how_much')}</legend>
          <div class="amounts">
            {offered.map((one) => (
              <button
                key={one}
                type="button"
                class="second"
                aria-pressed={one === amount}
                disabled={busy}
                onClick={() => ask(one)}
              >
                {number.format(Number(one))}
              </button>
            ))}
          </div>
        </fieldset>
        <label>
          {t('portal.electricity.other_amount')}
          <input
            name="amount"
            inputMode="decimal"
            autoComplete="off"
            value={amount}
            onInput={(event) => type(event.currentTarget.value)}
          />
        </label>
        {quote && <Working quote={quote} t={t} locale={locale} />}
        {quote && <Ways ways={paying.ways} way={way} choose={setWay} phone={phone} setPhone={setPhone} t={t} />}
        <Fault text={error} />
        {first && quote ? (
          <PayAgain
            t={t}
            words={{ first: wordsOf(first, locale).amount, amount: money(quote.amount) }}
            busy={busy}
            again={() => void pay(true)}
            show={() => go(`buy/${first.id}`)}
          />
        ) : (
          <div class="actions">
            <button type="submit" class="main" disabled={busy || !amount}>
              {!quote
                ? t('portal.electricity.show_units')
                : chosen
                  ? t('portal.electricity.pay_with', { amount: money(quote.amount), provider: chosen.label })
                  : t('portal.electricity.pay', { amount: money(quote.amount) })}
            </button>
          </div>
        )}
      </form>
    </div>
  );
}

type Again = { t: MeterProps['t']; words: Record<string, string>; busy: boolean; again: () => void; show: () => void };

/** The question before a second payment. */
function PayAgain({ t, words, busy, again, show }: Again) {
  return (
    <div class="stack" role="alert">
      <p class="alert">{t('portal.electricity.pay_again_ask', words)}</p>
      <div class="actions">
        <button type="button" class="main" disabled={busy} onClick={show}>
          {t('portal.electricity.show_payment')}
        </button>
        <button type="button" class="second" disabled={busy} onClick={again}>
          {t('portal.electricity.pay_again', words)}
        </button>
      </div>
    </div>
  );
}

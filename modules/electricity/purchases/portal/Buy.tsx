/** @jsxImportSource preact */

import { useEffect, useRef, useState } from 'preact/hooks';
import type { Static } from 'typebox';
import { moneyFormat } from '../../../../kernel/lib/money-format.ts';
import type { Camelized } from '../../../../kernel/ui/light/index.ts';
import { Fault } from '../../customers/portal/Fault.tsx';
import type { MeterProps } from '../../customers/portal/part.ts';
import { useTry } from '../../customers/portal/useTry.ts';
import type { QuoteView } from '../../tariffs/contract.ts';
import type { Paying } from '../contract.ts';
import type { Bought } from './purchase-notes.ts';
import UnderWay from './UnderWay.tsx';
import { Waiting } from './Waiting.tsx';
import { Ways } from './Ways.tsx';
import { Working } from './Working.tsx';
import { type OwnPurchase, wordsOf } from './words.ts';

type Quote = Camelized<Static<typeof QuoteView>>;

const AMOUNTS = ['500', '1000', '2000', '5000'];

/** Buying in three taps: buy, an amount, pay. What was chosen last time is chosen already. */
export default function Buy(props: MeterProps) {
  const [bought, step] = props.here.split('/');
  if (bought) return <Waiting {...props} purchaseId={bought} key={step} />;
  return <Order {...props} />;
}

function Order(props: MeterProps) {
  const { api, recall, t, locale, holder, meter, go, changed } = props;
  const [paying, setPaying] = useState<Camelized<Paying> | null>(null);
  const [amount, setAmount] = useState('');
  const [quote, setQuote] = useState<Quote | null>(null);
  const [way, setWay] = useState<string | null>(null);
  const [phone, setPhone] = useState('');
  // What is paid for this meter already, when somebody is about to pay again.
  const [first, setFirst] = useState<OwnPurchase | null>(null);
  const { busy, error, setError, attempt } = useTry();
  // One key for one purchase, over any number of tries.
  const key = useRef('');
  const asked = useRef('');
  const at = `/electricity/my/meters/${meter.id}`;
  const ask = (wanted: string) => {
    setAmount(wanted);
    setQuote(null);
    setFirst(null);
    key.current = '';
    asked.current = wanted;
    return attempt(async () => {
      const answer = await api.get<Quote>(`${at}/quote`, { amount: wanted });
      // Another amount was typed meanwhile.
      if (asked.current === wanted) setQuote(answer);
    });
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the screen opens
  useEffect(() => {
    recall<Camelized<Paying>>('/electricity/my/paying').then(
      ({ data }) => {
        setPaying(data);
        const last = data.last?.provider ?? null;
        setWay(data.ways.some(({ name }) => name === last) ? last : (data.ways[0]?.name ?? null));
        setPhone(data.last?.payer ?? '');
        if (data.last) void ask(data.last.amount);
      },
      (reason: unknown) => setError(String(reason instanceof Error ? reason.message : reason)),
    );
  }, []);
  const chosen = paying?.ways.find(({ name }) => name === way);
  const pay = (again: boolean) =>
    attempt(async () => {
      if (!again) {
        // Asked now: another page, a chat or somebody of the household may have begun meanwhile.
        const underWay = await api.get<OwnPurchase[]>('/electricity/my/under-way');
        const other = underWay.find((one) => one.meter.id === meter.id);
        if (other) return setFirst(other);
      }
      key.current ||= crypto.randomUUID();
      const bought = await api.post<Bought>(`${at}/purchases`, { amount }, { idempotencyKey: key.current });
      if (!chosen) {
        if (bought.payLink) window.location.assign(bought.payLink);
        return;
      }
      const payer = chosen.asksPhone ? { payer: phone } : {};
      const charged = await api.post<Camelized<{ charge: { link: string | null } | null }>>(
        `/electricity/my/purchases/${bought.id}/charge`,
        { provider: chosen.name, ...payer },
      );
      // A card is paid on the provider's own page.
      if (!chosen.asksPhone && charged.charge?.link) window.location.assign(charged.charge.link);
      else go(`buy/${bought.id}`);
    });
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
            onInput={(event) => {
              setAmount(event.currentTarget.value);
              setQuote(null);
              setFirst(null);
              key.current = '';
              asked.current = '';
            }}
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

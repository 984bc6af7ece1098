/** @jsxImportSource preact */

import { useEffect, useRef, useState } from 'preact/hooks';
import type { Static } from 'typebox';
import type { Camelized } from '../../../../kernel/ui/light/index.ts';
import { Fault } from '../../portal/Fault.tsx';
import type { Bought, MeterProps } from '../../portal/part.ts';
import { useTry } from '../../portal/useTry.ts';
import type { QuoteView } from '../../tariffs/contract.ts';
import type { Paying } from '../contract.ts';
import { Waiting } from './Waiting.tsx';
import { Ways } from './Ways.tsx';
import { Working } from './Working.tsx';

type Quote = Camelized<Static<typeof QuoteView>>;

const AMOUNTS = ['500', '1000', '2000', '5000'];

/** Buying in three taps: buy, an amount, pay. What was chosen last time is chosen already. */
export default function Buy(props: MeterProps) {
  const [bought, step] = props.here.split('/');
  if (bought) return <Waiting {...props} purchaseId={bought} key={step} />;
  return <Order {...props} />;
}

function Order({ api, recall, t, locale, meter, go }: MeterProps) {
  const [paying, setPaying] = useState<Camelized<Paying> | null>(null);
  const [amount, setAmount] = useState('');
  const [quote, setQuote] = useState<Quote | null>(null);
  const [way, setWay] = useState<string | null>(null);
  const [phone, setPhone] = useState('');
  const { busy, error, setError, attempt } = useTry();
  // One key for one purchase, over any number of tries.
  const key = useRef('');
  const asked = useRef('');
  const at = `/electricity/my/meters/${meter.id}`;
  const ask = (wanted: string) => {
    setAmount(wanted);
    setQuote(null);
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
  const pay = () =>
    attempt(async () => {
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
    new Intl.NumberFormat(locale, {
      style: 'currency',
      currency,
      maximumFractionDigits: 2,
      minimumFractionDigits: 0,
    }).format(value as `${number}`);
  const number = new Intl.NumberFormat(locale);
  return (
    <form
      class="stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!busy) void (quote ? pay() : ask(amount));
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
            key.current = '';
            asked.current = '';
          }}
        />
      </label>
      {quote && <Working quote={quote} t={t} locale={locale} />}
      {quote && <Ways ways={paying.ways} way={way} choose={setWay} phone={phone} setPhone={setPhone} t={t} />}
      <Fault text={error} />
      <div class="actions">
        <button type="submit" class="main" disabled={busy || !amount}>
          {!quote
            ? t('portal.electricity.show_units')
            : chosen
              ? t('portal.electricity.pay_with', { amount: money(quote.amount), provider: chosen.label })
              : t('portal.electricity.pay', { amount: money(quote.amount) })}
        </button>
      </div>
    </form>
  );
}

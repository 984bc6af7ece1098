import { useEffect, useRef, useState } from 'preact/hooks';
import type { Static } from 'typebox';
import type { Camelized } from '../../../../kernel/ui/light/index.ts';
import type { MeterProps } from '../../customers/portal/part.ts';
import { useTry } from '../../customers/portal/useTry.ts';
import type { QuoteView } from '../../tariffs/contract.ts';
import type { Paying } from '../contract.ts';
import type { Bought } from './purchase-notes.ts';
import type { OwnPurchase } from './words.ts';

type Quote = Camelized<Static<typeof QuoteView>>;

/** A purchase before it is one: the amount, what it buys, and how it is paid. */
export function useOrder({ api, recall, meter, go }: MeterProps) {
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
  const type = (text: string) => {
    setAmount(text);
    setQuote(null);
    setFirst(null);
    key.current = '';
    asked.current = '';
  };
  const ask = (wanted: string) => {
    type(wanted);
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
  return { paying, amount, quote, way, setWay, chosen, phone, setPhone, first, busy, error, ask, type, pay };
}

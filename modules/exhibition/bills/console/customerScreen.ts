import { useEffect } from 'react';
import { api } from '../../../../kernel/ui/index.ts';

/** What the customer sees of the sale; amounts as decimal text. */
export type Shown = {
  state: 'idle' | 'sale' | 'due' | 'code' | 'paid';
  currency?: string;
  lines?: { name: string; quantity: string; amount: string }[];
  total?: string;
  due?: string;
  change?: string;
  billId?: string;
};

const KEY = 'counterfoil.customer_screen';
/** Faster than a customer reads, slower than a cashier types. */
const WAIT_MS = 150;

/** The screen that stands at this desk; the choice is this browser's. */
export const chosenScreen = (): string => localStorage.getItem(KEY) ?? '';
export function chooseScreen(id: string): void {
  if (id === '') localStorage.removeItem(KEY);
  else localStorage.setItem(KEY, id);
  current = { state: 'idle' };
}

let current: Shown = { state: 'idle' };
let timer: number | undefined;
let sending: Promise<unknown> = Promise.resolve();

/** Shows it on the customer's screen, if there is one. While a sale is paid its lines stay. */
export function showCustomer(next: Shown): void {
  const id = chosenScreen();
  if (id === '') return;
  const { currency, lines, total } = current;
  const goesOn = next.state === 'due';
  current = {
    ...(goesOn && { ...(currency && { currency }), ...(lines && { lines }), ...(total && { total }) }),
    ...next,
  };
  const body = current;
  window.clearTimeout(timer);
  timer = window.setTimeout(() => {
    // One after the other: the newest must be the last to arrive. A screen that can't be reached stops no sale.
    sending = sending.then(() => api.post(`/exhibition/displays/${id}`, body)).catch(() => undefined);
  }, WAIT_MS);
}

/** The same for what a component shows, as often as it is another. */
export function useShown(shown: Shown | null): void {
  const text = JSON.stringify(shown);
  useEffect(() => {
    const parsed = JSON.parse(text) as Shown | null;
    if (parsed) showCustomer(parsed);
  }, [text]);
}

import { formatAmount } from '../../../kernel/lib/money.ts';

/** A UPI address (`name@bank`) in what an organization tells its payers; an e-mail address has a dot after the @. */
const ADDRESS = /(?<![\w.@-])[a-z0-9][\w.-]{1,254}@[a-z][a-z0-9]{1,63}(?!\.?[\w@-])/i;

export function upiAddressIn(text: string): string | null {
  return ADDRESS.exec(text)?.[0] ?? null;
}

type Request = { address: string; name: string; amountMinor: number; reference: string; note: string };

/** The text of the QR code that Indian payment apps read; they transfer rupees only. */
export function upiText({ address, name, amountMinor, reference, note }: Request): string {
  const fields = { pa: address, pn: name, am: formatAmount(amountMinor, 'INR'), cu: 'INR', tr: reference, tn: note };
  // Not URLSearchParams: apps show its + for a space.
  const query = Object.entries(fields).map(([key, value]) => `${key}=${encodeURIComponent(value.slice(0, 80))}`);
  return `upi://pay?${query.join('&')}`;
}

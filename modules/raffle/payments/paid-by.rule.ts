import { fold } from '../../../kernel/lib/fold.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';

/** What people write beside a number in a book, in the languages of the server. */
const NOT = 'no|not|unpaid|pending|awaiting|due|later|0|false|नहीं|बाकी|pendiente|non|impaye|hapana|oya|x|✗';
const CASH = 'yes|y|paid|cash|ok|true|1|verified|हां|हाँ|नकद|si|pagado|efectivo|oui|paye|especes|ndiyo|yego|✓|✔|✅|☑';
const TRANSFER =
  'transfer|bank|bank transfer|upi|gpay|google pay|phonepe|paytm|momo|mobile money|mpesa|m pesa|airtel money|transferencia|virement';
const words = (list: string) => new Set(list.split('|').map((word) => fold(word) || word));
const MEANINGS = [
  [words(NOT), null],
  [words(CASH), 'cash'],
  [words(TRANSFER), 'transfer'],
] as const;

/** How a row of a book was paid; null: not yet. Refuses with `raffle.paid_unknown`. */
export function paidBy(text: string): Result<'cash' | 'transfer' | null> {
  const word = fold(text) || text.trim();
  if (word === '') return ok(null);
  const found = MEANINGS.find(([list]) => list.has(word));
  return found ? ok(found[1]) : refuse('raffle.paid_unknown', { word: text.slice(0, 60) });
}

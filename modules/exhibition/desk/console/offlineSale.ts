import { useTranslate } from 'react-admin';
import type { SlipRow } from '../../../../kernel/documents/console/index.ts';
import { formatAmount } from '../../../../kernel/lib/money.ts';
import { useOpenTill } from '../../../../kernel/till/console/index.ts';
import { useOffline, useSession } from '../../../../kernel/ui/index.ts';
import type { Exhibition } from '../../exhibitions/console/types.ts';
import type { Item } from '../../items/console/types.ts';
import { useItems } from '../../items/console/useItems.ts';
import { receiptRows, type Sale, type SoldLine } from '../receipt.rule.ts';
import { drawNumber } from './numbers.ts';
import { type Pricing, priceSale } from './pricing.ts';
import type { BillEntry, Buyer, LineEntry, OfflineEntry } from './useBillQueue.ts';
import { usePricing } from './usePricing.ts';
import { useRoster } from './useRoster.ts';

export const numbersName = (organization: string, user: string, exhibition: string) =>
  `${organization}:${user}:${exhibition}`;

/**
 * A sale in cash while there is no network: what it needs to be recorded later as it happened, and its receipt. `blocked`
 * says why none can be made; null with a network.
 */
export function useOfflineSale(exhibition: Pick<Exhibition, 'id' | 'currency'>) {
  const offline = useOffline();
  const translate = useTranslate();
  const { organization, user } = useSession();
  const { id, currency } = exhibition;
  const till = useOpenTill(currency);
  const roster = useRoster(id);
  const items = useItems(id).data ?? [];
  const pricing = usePricing(currency);
  if (!offline) return null;
  const make = async (buyer: Buyer, entry: BillEntry): Promise<OfflineEntry> => {
    const at = new Date();
    const sold = soldOf(entry, items, pricing, roster?.paper.taxBasisPoints ?? null);
    const { totalMinor } = sold;
    // A part payment has its receipt when the network is back: which part it is, the server says.
    const number =
      roster && !entry.part ? await drawNumber(numbersName(organization.id, user.id, id)).catch(() => null) : null;
    const sale: Sale = {
      ...sold,
      number: number?.printed ?? '',
      at,
      party: buyer.id === null ? null : buyer.name,
      currency,
      description: entry.description,
      totalMinor,
    };
    const { lines, amount, description, exhibitionId, approvalId: _, ...rest } = entry;
    const body = {
      ...rest,
      ...(lines ? { lines: lines.map((line) => priced(line, items, currency)) } : { amount }),
      ...(description && { description }),
      ...(buyer.id !== null && { customerId: buyer.id }),
      exhibitionId: exhibitionId ?? id,
      soldAt: at.toISOString(),
      tillSessionId: till?.id,
      ...(number && { receipt: { blockId: number.blockId, number: number.number } }),
    };
    const extra =
      number && roster ? { number: number.printed, rows: receiptRows(roster.paper, sale) as SlipRow[] } : null;
    return { path: '/exhibition/offline-sales', body, extra };
  };
  return { make, blocked: till ? null : translate('console.exhibition.offline.no_till') };
}

/** A line with the price at which the desk sold it. */
function priced(line: LineEntry, items: Item[], currency: string): LineEntry {
  const item = items.find(({ id }) => id === line.itemId);
  return item ? { ...line, price: formatAmount(item.priceMinor, currency) } : line;
}

function soldOf(entry: BillEntry, items: Item[], pricing: Pricing, tax: number | null) {
  const { sold, sum } = priceSale(entry, items, pricing, tax);
  if (sold.length === 0 || !sum.ok)
    return { lines: [] as SoldLine[], roundingMinor: 0, totalMinor: pricing.minorOf(entry.amount) };
  const lines = sold.map(
    ({ discount: _, ...line }, at): SoldLine => ({
      ...line,
      discountMinor: sum.data.lines[at]?.discountMinor ?? 0,
      amountMinor: sum.data.lines[at]?.amountMinor ?? 0,
    }),
  );
  return { lines, roundingMinor: sum.data.roundingMinor, totalMinor: sum.data.totalMinor };
}

import { readPercent, readQuantity, sumLines } from '../../bills/lines.rule.ts';
import type { Item } from '../../items/console/types.ts';
import type { Off } from './typed.ts';
import type { BillEntry } from './useBillQueue.ts';

export type Pricing = {
  currency: string;
  /** totals are whole units */
  whole: boolean;
  /** of an amount that was typed; 0 where it is none */
  minorOf: (text: string) => number;
};
type Sold = Pick<Item, 'id' | 'name' | 'unit' | 'hsn' | 'priceMinor' | 'taxPercent'>;

/**
 * The lines of a sale and their sum by the server's own rule; `tax` is the rate, in hundredths of a percent, of what has
 * none of its own.
 */
export function priceSale(
  { lines = [], discount }: Pick<BillEntry, 'lines' | 'discount'>,
  items: readonly Sold[],
  { minorOf, ...how }: Pricing,
  tax: number | null = null,
) {
  const taken = (off: Off | undefined) =>
    off && ('percent' in off ? { basisPoints: readPercent(off.percent) ?? 0 } : { minor: minorOf(off.amount) });
  const sold = lines.map((line) => {
    const item = items.find(({ id }) => id === line.itemId);
    return {
      name: item?.name ?? line.description ?? '',
      unit: item?.unit ?? ('piece' as const),
      hsn: item?.hsn ?? null,
      unitPriceMinor: item?.priceMinor ?? minorOf(line.price ?? ''),
      quantityMilli: readQuantity(line.quantity) ?? 0,
      taxBasisPoints: item?.taxPercent == null ? tax : Math.round(Number(item.taxPercent) * 100),
      discount: taken(line.discount),
    };
  });
  return { sold, sum: sumLines(sold, { ...how, discount: taken(discount) }) };
}

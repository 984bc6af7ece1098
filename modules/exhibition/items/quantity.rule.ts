import { normalizeCharacters, PLAIN, type Region, readDecimal } from '../../../kernel/lib/numbers.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';

/** Less than a million pieces or kilograms: more is a barcode in the wrong field. */
const TOO_MANY_MILLI = 1_000_000_000;

/**
 * What a person counted, in thousandths of the unit: `12`, `0,250`, `१२`. Pieces are whole. A program's text is read with
 * `PLAIN`.
 */
export function readStock(text: string, unit: string, region: Region = PLAIN): Result<number> {
  const read = readDecimal(normalizeCharacters(text), 3, region);
  if (read === 'ambiguous' || read === 'malformed' || read.fraction.length > 3)
    return refuse('exhibition.item.quantity_malformed');
  const milli = Number(read.whole + read.fraction.padEnd(3, '0'));
  if (unit === 'piece' && milli % 1000 !== 0) return refuse('exhibition.item.quantity_whole');
  return milli < TOO_MANY_MILLI ? ok(milli) : refuse('exhibition.item.quantity_malformed');
}

/** 3000 → "3", 250 → "0.25", −1500 → "-1.5": for programs; screens format it. */
export const showQuantity = (milli: number): string => String(milli / 1000);

import { decimalsOf, formatAmount } from '../../../kernel/lib/money.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import type { Tariff, TariffDiff, TariffInput } from './contract.ts';
import type { Block, Prices } from './quote.rule.ts';

/** A tariff as it is stored: integers. */
export type StoredClass = { code: string; name: string; blocks: Block[] };
export type StoredTariff = {
  starts_on: string;
  name: string;
  vat_basis_points: number;
  levy_basis_points: number;
  fee_minor: number;
  classes: StoredClass[];
};

/** Dearer than any price on earth, in whole units of a currency for a kWh. */
const HIGHEST = 1_000_000;

/**
 * Checks a tariff and converts it to integers. Each fault has a field. Refusals: `electricity.tariff.percent_malformed`,
 * `fee_malformed`, `price_malformed`, `blocks_disordered`, `class_twice`, `electricity.name_blank`.
 */
export function readTariff(input: TariffInput, currency: string): Result<StoredTariff> {
  const fault = (field: string, code: string) => ({ ...refuse(code), fields: { [field]: code } });
  const name = input.name.trim();
  if (!name) return fault('name', 'electricity.name_blank');
  const [vat, levy] = [readScaled(input.vat_percent, 2), readScaled(input.levy_percent, 2)];
  if (vat === null || vat > 10_000) return fault('vat_percent', 'electricity.tariff.percent_malformed');
  if (levy === null || levy > 10_000) return fault('levy_percent', 'electricity.tariff.percent_malformed');
  const fee = readScaled(input.fee, decimalsOf(currency));
  if (fee === null || fee > HIGHEST * 10 ** decimalsOf(currency)) {
    return fault('fee', 'electricity.tariff.fee_malformed');
  }
  const classes: StoredClass[] = [];
  for (const [i, one] of input.classes.entries()) {
    if (classes.some(({ code }) => code === one.code)) {
      return fault(`classes.${i}.code`, 'electricity.tariff.class_twice');
    }
    const blocks: Block[] = [];
    for (const [j, { up_to_kwh, price }] of one.blocks.entries()) {
      const at = `classes.${i}.blocks.${j}`;
      const milli = readScaled(price, decimalsOf(currency) + 3);
      // A price of nothing would sell any number of units.
      if (milli === null || milli === 0 || milli > HIGHEST * 10 ** (decimalsOf(currency) + 3)) {
        return fault(`${at}.price`, 'electricity.tariff.price_malformed');
      }
      const last = j === one.blocks.length - 1;
      const before = blocks.at(-1)?.upToWh ?? 0;
      if ((up_to_kwh === null) !== last || (up_to_kwh !== null && up_to_kwh * 1000 <= before)) {
        return fault(`${at}.up_to_kwh`, 'electricity.tariff.blocks_disordered');
      }
      blocks.push({ upToWh: up_to_kwh === null ? null : up_to_kwh * 1000, price: milli });
    }
    classes.push({ code: one.code, name: one.name.trim() || one.code, blocks });
  }
  const { starts_on } = input;
  return ok({ starts_on, name, vat_basis_points: vat, levy_basis_points: levy, fee_minor: fee, classes });
}

/** "18.5" with two decimals → 1850; null when it is no such number. */
function readScaled(text: string, decimals: number): number | null {
  const read = /^(\d{1,9})(?:\.(\d+))?$/.exec(text.trim());
  if (!read || (read[2] ?? '').length > decimals) return null;
  return Number((read[1] ?? '') + (read[2] ?? '').padEnd(decimals, '0'));
}

/** 1850 with two decimals → "18.5" */
export function showScaled(value: number, decimals: number): string {
  const digits = String(value).padStart(decimals + 1, '0');
  const fraction = digits.slice(digits.length - decimals).replace(/0+$/, '');
  return digits.slice(0, digits.length - decimals) + (decimals > 0 && fraction ? `.${fraction}` : '');
}

/** Thousandths of a minor unit a kWh as money: 89000 → "89" francs. */
export const showPrice = (price: number, currency: string) => showScaled(price, decimalsOf(currency) + 3);

export function pricesOf(tariff: Omit<StoredTariff, 'starts_on' | 'name'>, code: string): Prices | null {
  const found = tariff.classes.find((one) => one.code === code);
  if (!found) return null;
  return { blocks: found.blocks, vat: tariff.vat_basis_points, levy: tariff.levy_basis_points, fee: tariff.fee_minor };
}

/** The stored form in the words of the API. */
export function showTariff(tariff: StoredTariff, currency: string): TariffInput {
  return {
    starts_on: tariff.starts_on,
    name: tariff.name,
    vat_percent: showScaled(tariff.vat_basis_points, 2),
    levy_percent: showScaled(tariff.levy_basis_points, 2),
    fee: formatAmount(tariff.fee_minor, currency),
    classes: tariff.classes.map(({ code, name, blocks }) => ({
      code,
      name,
      blocks: blocks.map(({ upToWh, price }) => ({
        up_to_kwh: upToWh === null ? null : upToWh / 1000,
        price: showPrice(price, currency),
      })),
    })),
  };
}

/** What differs between two versions, line by line, in their order. */
export function compareTariffs(before: Tariff | TariffInput, after: Tariff | TariffInput): TariffDiff {
  const [old, now] = [linesOf(before), linesOf(after)];
  return [...new Set([...old.keys(), ...now.keys()])]
    .filter((field) => old.get(field) !== now.get(field))
    .map((field) => ({ field, before: old.get(field) ?? null, after: now.get(field) ?? null }));
}

function linesOf(tariff: Tariff | TariffInput): Map<string, string> {
  const { starts_on, name, vat_percent, levy_percent, fee } = tariff;
  const lines = new Map(Object.entries({ starts_on, name, vat_percent, levy_percent, fee }));
  for (const { code, blocks } of tariff.classes) {
    let from = 0;
    for (const [i, { up_to_kwh, price }] of blocks.entries()) {
      lines.set(`${code} ${i + 1}`, `${from}–${up_to_kwh ?? ''} kWh: ${price}`);
      from = up_to_kwh ?? from;
    }
  }
  return lines;
}

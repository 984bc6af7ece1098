import { nameText } from '../../../kernel/lib/clean-text.ts';
import { normalizeCharacters, type Region, readDecimal } from '../../../kernel/lib/numbers.ts';
import { ok, type Refusal, type Result, refuse } from '../../../kernel/lib/result.ts';
import { readKind } from '../customers/kind.rule.ts';
import { readNumber } from '../number.rule.ts';

/** How a keypad takes its tokens; what attachKeypad takes. */
type Keypad =
  | { kind: 'sts'; supply_group: string; tariff_index: number; key_revision: number }
  | { kind: 'openpaygo'; key: string; starting_code?: number };

export type MeterRow = {
  number: string;
  name: string;
  place: string;
  tariff_class: string;
  holder: { kind: 'household' | 'institution'; name: string } | null;
  wh: number;
  keypad: Keypad | null;
};

type Raw = Record<string, string>;

/** One row of a list of meters; each fault at its cell. */
export function readMeterRow(raw: Raw, classes: readonly string[], region: Region): Result<MeterRow> {
  const number = readNumber(raw.number ?? '');
  if (!number.ok) return at('number', number.code);
  const [only, ...others] = classes;
  const typed = (raw.tariff_class ?? '').toLowerCase().replaceAll(/[\s-]+/g, '_');
  const tariff_class = typed || (others.length === 0 ? only : undefined);
  if (!tariff_class || !classes.includes(tariff_class))
    return at('tariff_class', 'electricity.import.class_unknown', { classes: classes.join(', ') });
  const kind = readKind(raw.holder_kind ?? '');
  if (!kind) return at('holder_kind', 'electricity.import.kind_unknown');
  const holder = nameText(raw.holder ?? '').slice(0, 255);
  const wh = whOf(raw.balance_kwh ?? '', region);
  if (wh === null || Math.abs(wh) > MAX_WH) return at('balance_kwh', 'electricity.import.units_malformed');
  const keypad = keypadOf(raw);
  if (!keypad.ok) return keypad;
  return ok({
    number: number.data,
    name: nameText(raw.name ?? '').slice(0, 120),
    place: nameText(raw.place ?? '').slice(0, 255),
    tariff_class,
    holder: holder ? { kind, name: holder } : null,
    wh,
    keypad: keypad.data,
  });
}

/** `12.5`, `-3 kWh`, `1,250.125`; a watt-hour is the least. */
function whOf(typed: string, region: Region): number | null {
  const text = normalizeCharacters(typed.replace(/\s*kwh$/i, ''));
  if (text === '') return 0;
  const minus = /^[-−]\s*/.exec(text)?.[0] ?? '';
  const read = readDecimal(text.slice(minus.length), 3, region);
  if (typeof read === 'string' || read.fraction.length > 3) return null;
  const wh = Number(read.whole || '0') * 1000 + Number(read.fraction.padEnd(3, '0'));
  return Number.isSafeInteger(wh) ? (minus && wh > 0 ? -wh : wh) : null;
}

/** As an adjustment may have. */
const MAX_WH = 1_000_000_000;

const at = (column: string, code: string, detail?: Record<string, string>): Refusal =>
  refuse(code, detail, { [column]: code });

/** `sts` needs its group, tariff index and key revision; `openpaygo` its key and starting code. */
function keypadOf(raw: Raw): Result<Keypad | null> {
  const kind = (raw.keypad ?? '').toLowerCase().replaceAll(/[^a-z]/g, '');
  if (kind === '' || kind === 'none' || kind === 'no') return ok(null);
  const whole = (column: string, most: number, least = 0): Result<number> => {
    const value = Number(raw[column] || Number.NaN);
    return Number.isInteger(value) && value >= least && value <= most
      ? ok(value)
      : at(column, 'electricity.import.keypad_value');
  };
  if (kind === 'sts') {
    const supply_group = (raw.supply_group ?? '').padStart(6, '0');
    if (!/^\d{6}$/.test(supply_group) || !raw.supply_group)
      return at('supply_group', 'electricity.import.keypad_value');
    const tariff_index = whole('tariff_index', 99);
    if (!tariff_index.ok) return tariff_index;
    const key_revision = whole('key_revision', 9, 1);
    if (!key_revision.ok) return key_revision;
    return ok({ kind: 'sts', supply_group, tariff_index: tariff_index.data, key_revision: key_revision.data });
  }
  if (!kind.startsWith('openpaygo')) return at('keypad', 'electricity.import.keypad_unknown');
  // A key that the server makes is shown once; of a list nobody would see it.
  if (!/^[0-9a-f]{32}$/i.test(raw.keypad_key ?? '')) return at('keypad_key', 'electricity.import.keypad_key');
  const starting_code = raw.starting_code ? whole('starting_code', 999_999_999) : ok(undefined);
  if (!starting_code.ok) return starting_code;
  return ok({
    kind: 'openpaygo',
    key: raw.keypad_key as string,
    ...(starting_code.data !== undefined && { starting_code: starting_code.data }),
  });
}

import { nameText } from '../../../kernel/lib/clean-text.ts';
import { normalizeCharacters, type Region, readDecimal } from '../../../kernel/lib/numbers.ts';
import { ok, type Refusal, type Result, refuse } from '../../../kernel/lib/result.ts';

type BinOfRow = { position: number; material: string | null; capacity: number; threshold: number };
export type MachineRow = {
  serial: string;
  name: string;
  model: string;
  merchant: string;
  location: string;
  latitude: number | null;
  longitude: number | null;
  address: string;
  tags: string[];
  bin: BinOfRow | null;
};
type Raw = Record<string, string>;

const at = (column: string, code: string, detail?: Record<string, number>): Refusal =>
  refuse(code, detail, { [column]: code });

/** One row of a list of machines: a machine, its place, and perhaps one of its bins. */
export function readMachineRow(raw: Raw, region: Region): Result<MachineRow> {
  const serial = (raw.serial ?? '').trim();
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,59}$/.test(serial)) return at('serial', 'coffee.import.serial_malformed');
  const limits = { name: 120, model: 80, location: 120, address: 255, merchant: 255 } as const;
  const texts = Object.fromEntries(Object.keys(limits).map((key) => [key, nameText(raw[key] ?? '')]));
  for (const [key, limit] of Object.entries(limits))
    if ((texts[key] as string).length > limit) return at(key, 'field.maxLength', { limit });
  const { name = '', model = '', location = '', address = '', merchant = '' } = texts;
  const [latitude, longitude] = [degrees(raw.latitude, 90), degrees(raw.longitude, 180)];
  if (latitude === undefined) return at('latitude', 'coffee.import.degrees');
  if (longitude === undefined) return at('longitude', 'coffee.import.degrees');
  if ((latitude === null) !== (longitude === null)) return at('longitude', 'coffee.location.half_coordinates');
  if (latitude !== null && location === '') return at('location', 'coffee.import.location_missing');
  const tags = [
    ...new Set(
      (raw.tags ?? '')
        .toLowerCase()
        .split(/[\s,;]+/)
        .filter(Boolean),
    ),
  ];
  if (tags.length > 20 || tags.some((tag) => !/^[a-z0-9][a-z0-9_-]{0,29}$/.test(tag)))
    return at('tags', 'coffee.import.tags_malformed');
  const bin = readBin(raw, region);
  if (!bin.ok) return bin;
  return ok({ serial, name, model, merchant, location, latitude, longitude, address, tags, bin: bin.data });
}

/** Null: empty; undefined: not a number of degrees. */
function degrees(typed: string | undefined, most: number): number | null | undefined {
  const text = (typed ?? '').trim().replace(',', '.').replace(/°$/, '');
  if (text === '') return null;
  const value = /^[-+]?\d{1,3}(\.\d{1,12})?$/.test(text) ? Number(text) : Number.NaN;
  return Math.abs(value) <= most ? value : undefined;
}

function readBin(raw: Raw, region: Region): Result<BinOfRow | null> {
  const columns = ['bin', 'material', 'capacity', 'threshold'] as const;
  if (columns.every((column) => !raw[column])) return ok(null);
  const position = Number(raw.bin || Number.NaN);
  if (!Number.isInteger(position) || position < 1 || position > 40) return at('bin', 'coffee.import.bin_malformed');
  const quantity = (typed: string | undefined): number => {
    const read = readDecimal(normalizeCharacters((typed ?? '').replace(/\s*(?:g|ml|pcs|pieces?)$/i, '')), 3, region);
    return typeof read === 'string' ? Number.NaN : Number(`${read.whole || '0'}.${read.fraction || '0'}`);
  };
  const capacity = quantity(raw.capacity);
  if (!(capacity > 0 && capacity <= 1_000_000)) return at('capacity', 'coffee.import.quantity_malformed');
  const threshold = raw.threshold ? quantity(raw.threshold) : 0;
  if (!(threshold >= 0 && threshold <= 1_000_000)) return at('threshold', 'coffee.import.quantity_malformed');
  if (threshold > capacity) return at('threshold', 'coffee.bin.threshold_above');
  return ok({ position, material: raw.material?.toLowerCase() || null, capacity, threshold });
}

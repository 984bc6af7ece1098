import { type Ctx, inOrg, orgOf } from '../../../kernel/ctx/index.ts';
import { t } from '../../../kernel/i18n/index.ts';
import { defineImport, NAME_PARTS, NAME_TITLES } from '../../../kernel/imports/index.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { dayIn } from '../../../kernel/lib/time.ts';
import { addCustomer } from '../customers/add-customer.action.ts';
import { giveMeter } from '../meters/hold-meter.action.ts';
import { lockMeter } from '../meters/lock-meter.action.ts';
import { registerMeter } from '../meters/register-meter.action.ts';
import { tariffOn } from '../tariffs/tariffs.query.ts';
import { attachKeypad } from '../tokens/attach-keypad.action.ts';
import { adjust } from './adjust.action.ts';
import { type MeterRow, readMeterRow } from './meter-row.rule.ts';

/** The customers that rows of this import name: several meters of one holder are one customer's. */
type Context = { classes: string[]; holders: Map<string, { id: string; name: string }> };

/**
 * Meters from a list, with who holds them, what is left on them, and how they take their units. A number that is there
 * already is refused: what it has left has moved since the list was made. Holders of the same name and kind are one
 * customer; a holder takes over their account later by a claim, as at the desk.
 */
export const metersImport = defineImport<MeterRow, Context>({
  name: 'electricity.meters',
  permission: 'electricity.manage',
  columns: [
    {
      key: 'number',
      titles: ['Meter number', 'Meter no', 'Meter', 'Number', 'Numéro du compteur', 'Compteur', 'Nimero ya kashipawa'],
      required: true,
      example: '01450000011',
    },
    {
      key: 'holder',
      titles: ['Holder', 'Customer', 'Customer name', 'Owner', 'Owner name', 'Account holder', ...NAME_TITLES],
      parts: NAME_PARTS,
      example: 'Aline Uwase',
    },
    { key: 'holder_kind', titles: ['Kind of holder', 'Customer kind', 'Customer type'], example: 'household' },
    { key: 'name', titles: ['Name of the meter', 'Meter name', 'Label'], example: 'House 4' },
    { key: 'place', titles: ['Place', 'Address', 'Location', 'Adresse', 'Lieu'], example: 'Kimironko' },
    { key: 'tariff_class', titles: ['Tariff class', 'Tariff', 'Class', 'Tarif'], example: 'residential' },
    {
      key: 'balance_kwh',
      titles: ['Balance, kWh', 'Balance', 'Opening balance', 'Units', 'Units left', 'kWh', 'Solde'],
      example: '12.5',
    },
    { key: 'keypad', titles: ['Keypad', 'Token type'], example: '' },
    { key: 'keypad_key', titles: ['Keypad key', 'Device key', 'Secret key'] },
    { key: 'starting_code', titles: ['Starting code'] },
    { key: 'supply_group', titles: ['Supply group', 'Supply group code', 'SGC'] },
    { key: 'tariff_index', titles: ['Tariff index', 'TI'] },
    { key: 'key_revision', titles: ['Key revision', 'Key revision number', 'KRN'] },
  ],
  async prepare(ctx) {
    const { timeZone } = orgOf(ctx);
    const tariff = await tariffOn(ctx, dayIn(timeZone, ctx.clock.now()));
    const classes = tariff?.classes.map(({ code }) => code) ?? [];
    return classes.length > 0 ? ok({ classes, holders: new Map() }) : refuse('electricity.import.no_tariff');
  },
  parseRow: (ctx, raw, { classes }) => readMeterRow(raw, classes, orgOf(ctx)),
  unique: [{ column: 'number', of: ({ number }) => number }],
  async checkRows(ctx, rows) {
    const numbers = rows.map(({ number }) => number);
    const there = ctx.db
      .selectFrom('electricity_meter')
      .select('number')
      .where(inOrg(ctx))
      .where('number', 'in', numbers);
    const taken = new Set((await there.execute()).map(({ number }) => number));
    const code = 'electricity.meter.number_taken';
    return rows.map(({ number }) => (taken.has(number) ? refuse(code, undefined, { number: code }) : null));
  },
  async writeRows(tx, rows, context, { made }) {
    // Only of this batch: what a batch that was rolled back added is not there.
    context.holders = new Map();
    for (const row of rows) {
      const id = await addRow(tx, row, context);
      if (!id.ok) return id;
      made(id.data);
    }
    return ok(null);
  },
  batch: 50,
});

async function addRow(tx: Ctx, row: MeterRow, context: Context): Promise<Result<string>> {
  const { number, name, place, tariff_class, holder, wh, keypad } = row;
  const added = await registerMeter(tx, { number, name, place, tariff_class });
  if (!added.ok) return added;
  const { id } = added.data;
  if (holder) {
    const meter = await lockMeter(tx, id);
    if (!meter.ok) return meter;
    const given = await giveMeter(tx, meter.data, await holderOf(tx, holder, context));
    if (!given.ok) return given;
  }
  if (wh !== 0) {
    const adjusted = await adjust(tx, id, {
      wh,
      reason: t(orgOf(tx).language, 'console.electricity.import.opening_balance'),
    });
    if (!adjusted.ok) return adjusted;
  }
  // After the balance, which becomes its first token.
  const attached = keypad ? await attachKeypad(tx, id, keypad) : ok(null);
  return attached.ok ? ok(id) : attached;
}

async function holderOf(tx: Ctx, holder: NonNullable<MeterRow['holder']>, { holders }: Context) {
  const key = `${holder.kind} ${holder.name.toLowerCase()}`;
  const known =
    holders.get(key) ??
    (await tx.db
      .selectFrom('electricity_customer')
      .select(['id', 'name'])
      .where(inOrg(tx))
      .where('kind', '=', holder.kind)
      .where((eb) => eb(eb.fn<string>('lower', ['name']), '=', holder.name.toLowerCase()))
      .orderBy('id')
      .executeTakeFirst());
  const found = known ?? (await addCustomer(tx, holder));
  holders.set(key, found);
  return found;
}

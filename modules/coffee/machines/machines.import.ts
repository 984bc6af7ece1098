import { type Ctx, inOrg, onOrg, orgOf } from '../../../kernel/ctx/index.ts';
import { defineImport } from '../../../kernel/imports/index.ts';
import { ok, type Refusal, type Result, refuse } from '../../../kernel/lib/result.ts';
import { addLocation } from '../locations/save-location.action.ts';
import { materialsByCode } from '../materials/materials.query.ts';
import { binsOf } from './bins.query.ts';
import { type MachineRow, readMachineRow } from './machine-row.rule.ts';
import { addMachine } from './save-machine.action.ts';
import { setBins } from './set-bins.action.ts';

type Context = {
  merchants: Map<string, string>;
  /** of machines that an earlier row of the file named: their merchant */
  named: Map<string, string>;
};

/**
 * Machines from a list, with their locations and bins. A machine with several bins stands in several rows, one for each;
 * what its other rows say about the machine itself has to be the same or empty. A location that its merchant doesn't
 * have yet is added. Of a machine that is there already only bins are taken, at positions that it doesn't have. The
 * codes for the machines are made on their pages, because codes in a list would lie around.
 */
export const machinesImport = defineImport<MachineRow, Context>({
  name: 'coffee.machines',
  permission: 'coffee.manage',
  columns: [
    {
      key: 'serial',
      titles: ['Serial number', 'Serial', 'Serial no', 'S/N', 'Machine ID', 'Machine', 'Número de serie', 'क्रमांक'],
      required: true,
      example: 'CF-0001',
    },
    { key: 'name', titles: ['Name', 'Machine name', 'Nombre', 'नाम'], example: 'Lobby, left' },
    { key: 'model', titles: ['Model', 'Type', 'Modelo', 'मॉडल'], example: 'Aroma 2' },
    { key: 'merchant', titles: ['Merchant', 'Operator', 'Company', 'Comercio', 'व्यापारी'], example: 'Malabar Coffee' },
    { key: 'location', titles: ['Location', 'Site', 'Place', 'Lugar', 'स्थान'], example: 'City hospital' },
    { key: 'latitude', titles: ['Latitude', 'Lat', 'Latitud'], example: '11.2588' },
    { key: 'longitude', titles: ['Longitude', 'Long', 'Lng', 'Lon', 'Longitud'], example: '75.7804' },
    { key: 'address', titles: ['Where in the location', 'Address', 'Floor', 'Dirección', 'पता'], example: '2nd floor' },
    { key: 'tags', titles: ['Tags', 'Groups', 'Etiquetas'], example: 'hospital, new' },
    { key: 'bin', titles: ['Bin', 'Bin position', 'Canister', 'Hopper', 'Depósito'], example: '1' },
    {
      key: 'material',
      titles: ['Material', 'Material code', 'Ingredient', 'Ingrediente', 'सामग्री'],
      example: 'beans-house',
    },
    { key: 'capacity', titles: ['Capacity', 'Bin capacity', 'Capacidad', 'क्षमता'], example: '1000' },
    { key: 'threshold', titles: ['Threshold', 'Warn at', 'Minimum', 'Umbral', 'सीमा'], example: '200' },
  ],
  async prepare(ctx) {
    const rows = await ctx.db.selectFrom('coffee_merchant').select(['id', 'name']).where(inOrg(ctx)).execute();
    return ok({ merchants: new Map(rows.map(({ id, name }) => [name.toLowerCase(), id])), named: new Map() });
  },
  parseRow: (ctx, raw) => readMachineRow(raw, orgOf(ctx)),
  unique: [{ column: 'bin', of: ({ serial, bin }) => `${serial.toLowerCase()} ${bin?.position ?? ''}` }],
  async checkRows(ctx, rows, context) {
    const serials = [...new Set(rows.map(({ serial }) => serial.toLowerCase()))];
    const machines = ctx.db
      .selectFrom('coffee_machine as m')
      .leftJoin('coffee_bin as b', onOrg('b.machine_id', 'm.id'))
      .select(['m.serial', 'b.position', 'm.merchant_id'])
      .where(inOrg(ctx, 'm'))
      .where((eb) => eb(eb.fn<string>('lower', ['m.serial']), 'in', serials));
    const codes = [...new Set(rows.flatMap(({ bin }) => bin?.material ?? []))];
    const [there, materials] = await Promise.all([machines.execute(), materialsByCode(ctx, codes)]);
    const known = Map.groupBy(there, ({ serial }) => serial.toLowerCase());
    return rows.map((row) => {
      const serial = row.serial.toLowerCase();
      const machine = known.get(serial);
      const merchant = merchantOf(row, context);
      if (!machine && merchant === null) return at('merchant', 'coffee.machine.merchant_unknown');
      if (row.bin?.material && !materials.has(row.bin.material)) return at('material', 'coffee.material.not_found');
      if (!machine) {
        context.named.set(serial, merchant as string);
        return null;
      }
      if (!row.bin || (row.merchant && machine[0]?.merchant_id !== merchant))
        return at('serial', 'coffee.machine.serial_taken');
      return machine.some(({ position }) => position === row.bin?.position) ? at('bin', 'coffee.bin.twice') : null;
    });
  },
  async writeRows(tx, rows, context, { made }) {
    for (const [, own] of Map.groupBy(rows, ({ serial }) => serial.toLowerCase())) {
      const written = await writeMachine(tx, own as [MachineRow, ...MachineRow[]], context, made);
      if (!written.ok) return written;
    }
    return ok(null);
  },
  batch: 50,
});

const at = (column: string, code: string): Refusal => refuse(code, undefined, { [column]: code });

/** An organization with one merchant needs no column for it. */
function merchantOf({ serial, merchant }: MachineRow, { merchants, named }: Context): string | null {
  if (merchant) return merchants.get(merchant.toLowerCase()) ?? null;
  const before = named.get(serial.toLowerCase());
  if (before) return before;
  return merchants.size === 1 ? ([...merchants.values()][0] as string) : null;
}

async function writeMachine(
  tx: Ctx,
  rows: [MachineRow, ...MachineRow[]],
  context: Context,
  made: (id: string) => void,
): Promise<Result<unknown>> {
  const [first] = rows;
  const known = await tx.db
    .selectFrom('coffee_machine')
    .select('id')
    .where(inOrg(tx))
    .where((eb) => eb(eb.fn<string>('lower', ['serial']), '=', first.serial.toLowerCase()))
    .executeTakeFirst();
  let id = known?.id;
  if (!id) {
    const merchant_id = merchantOf(rows.find((row) => row.merchant) ?? first, context);
    if (!merchant_id) return at('merchant', 'coffee.machine.merchant_unknown');
    const location = await locationOf(tx, merchant_id, rows.find((row) => row.location) ?? first);
    if (!location.ok) return location;
    const { serial, name, model, address, tags } = first;
    const added = await addMachine(tx, { serial, name, model, address, tags, merchant_id, location_id: location.data });
    if (!added.ok) return added;
    id = added.data.machine.id;
    made(id);
  }
  const bins = rows.flatMap(({ bin }) => bin ?? []);
  if (bins.length === 0) return ok(null);
  const before = (await binsOf(tx, id)).map(({ position, material, capacity, threshold }) => ({
    position,
    material: material?.code ?? null,
    capacity,
    threshold,
  }));
  return setBins(tx, id, [...before, ...bins]);
}

async function locationOf(tx: Ctx, merchant_id: string, row: MachineRow): Promise<Result<string | null>> {
  if (row.location === '') return ok(null);
  const known = await tx.db
    .selectFrom('coffee_location')
    .select('id')
    .where(inOrg(tx))
    .where('merchant_id', '=', merchant_id)
    .where((eb) => eb(eb.fn<string>('lower', ['name']), '=', row.location.toLowerCase()))
    .executeTakeFirst();
  if (known) return ok(known.id);
  const { location: name, latitude, longitude } = row;
  const added = await addLocation(tx, { merchant_id, name, latitude, longitude });
  return added.ok ? ok(added.data.id) : added;
}

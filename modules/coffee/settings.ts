import { Type } from 'typebox';
import { defineSettings } from '../../kernel/settings/index.ts';
import { readFirmware } from './firmware.rule.ts';
import { tilesOrigin } from './tiles.rule.ts';

export const coffeeSettings = defineSettings({
  module: 'coffee',
  schema: Type.Object({
    // Machines report once a minute; two reports may be lost.
    offline_minutes: Type.Integer({ default: 3, minimum: 1, maximum: 1440 }),
    // How often a report in which nothing changed is kept, for the chart; 0: each.
    keep_status_minutes: Type.Integer({ default: 5, minimum: 0, maximum: 60 }),
    // An order that claims to be older was made by a wrong clock: machines keep their orders for a few weeks at most.
    order_days: Type.Integer({ default: 45, minimum: 1, maximum: 90 }),
    // Alarms. Water for coffee has 90 to 96 degrees; above the boiling point something is wrong.
    hot_degrees: Type.Integer({ default: 105, minimum: 20, maximum: 300 }),
    bin_leeway_percent: Type.Integer({ default: 5, minimum: 0, maximum: 50 }),
    // When so many machines of a location are gone, and half of it, it is the location.
    site_machines: Type.Integer({ default: 3, minimum: 2, maximum: 100 }),
    // 0: people are told once.
    remind_hours: Type.Integer({ default: 4, minimum: 0, maximum: 168 }),
    payment_errors: Type.String({ default: 'payment, card, coin, bill, reader', maxLength: 200 }),
    door_errors: Type.String({ default: 'door', maxLength: 200 }),
    firmware: Type.String({ default: '', maxLength: 2000 }),
    // More of a material is gone than was sold. Doses differ by a tenth.
    drift_percent: Type.Integer({ default: 15, minimum: 1, maximum: 100 }),
    // A technician comes every few days.
    round_days: Type.Integer({ default: 3, minimum: 0, maximum: 30 }),
    // Empty: the map is drawn from what ships with the program, and no other server is asked.
    map_tiles: Type.String({ default: '', maxLength: 500 }),
    map_attribution: Type.String({ default: '', maxLength: 200 }),
  }),
  // Whose pictures the pages of all members show, and who learns where the machines are.
  guarded: ['map_tiles', 'map_attribution'],
  check: ({ firmware, map_tiles, map_attribution }) => ({
    ...(readFirmware(firmware) === null && { firmware: 'coffee.firmware_line' }),
    ...(map_tiles && tilesOrigin(map_tiles) === null && { map_tiles: 'coffee.map_tiles' }),
    ...(map_tiles && !map_attribution.trim() && { map_attribution: 'coffee.map_attribution' }),
  }),
});

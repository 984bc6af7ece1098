import { Type } from 'typebox';
import { defineSettings } from '../../kernel/settings/index.ts';

export const messSettings = defineSettings({
  module: 'mess',
  schema: Type.Object({
    // By the organization's clock. From then on tomorrow can't be cut, because the kitchen has bought its food.
    cut_off: Type.String({ default: '23:00', pattern: '^([01][0-9]|2[0-3]):[0-5][0-9]$' }),
    cut_min_days: Type.Integer({ default: 1, minimum: 1, maximum: 60 }),
    cut_max_days: Type.Integer({ default: 15, minimum: 1, maximum: 366 }),
    cut_days_per_cycle: Type.Integer({ default: 15, minimum: 1, maximum: 366 }),
    // Percent of a day's price: kitchens keep a part for wages, which they pay anyway.
    rebate_percent: Type.Integer({ default: 100, minimum: 0, maximum: 100 }),
    rebate_closures: Type.Boolean({ default: true }),
    // Codes that change every half minute for everybody; if false, for the marked students only.
    changing_codes: Type.Boolean({ default: false }),
    // Scans that are uploaded later than this wait for a person: a weekend without a network is not rare.
    offline_hours: Type.Integer({ default: 48, minimum: 1, maximum: 336 }),
    // A transfer takes up to three working days, and a weekend may lie between.
    grace_days: Type.Integer({ default: 5, minimum: 1, maximum: 31 }),
  }),
  check: ({ cut_min_days, cut_max_days }) => ({
    cut_max_days: cut_max_days < cut_min_days ? 'mess.settings.cut_lengths' : undefined,
  }),
});

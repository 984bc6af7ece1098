import { Type } from 'typebox';
import { defineSettings } from '../../kernel/settings/index.ts';

export const coffeeSettings = defineSettings({
  module: 'coffee',
  schema: Type.Object({
    // Machines report once a minute; two reports may be lost.
    offline_minutes: Type.Integer({ default: 3, minimum: 1, maximum: 1440 }),
    // How often a report in which nothing changed is kept, for the chart; 0: each.
    keep_status_minutes: Type.Integer({ default: 5, minimum: 0, maximum: 60 }),
    // An order that claims to be older was made by a wrong clock: machines keep their orders for a few weeks at most.
    order_days: Type.Integer({ default: 45, minimum: 1, maximum: 90 }),
  }),
});

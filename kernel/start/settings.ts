import { Type } from 'typebox';
import { defineSettings } from '../settings/index.ts';

/** Whether somebody has put the Start page away, for everybody in the organization. */
export const startSettings = defineSettings({
  module: 'start',
  schema: Type.Object({ dismissed: Type.Boolean({ default: false }) }),
});

import { Type } from 'typebox';
import { defineSettings } from '../settings/index.ts';

export const statementSettings = defineSettings({
  module: 'statements',
  schema: Type.Object({ auto_verify_certain: Type.Boolean({ default: false }) }),
  guarded: ['auto_verify_certain'],
});

import { Type } from 'typebox';
import { defineSettings } from '../../kernel/settings/index.ts';

export const raffleSettings = defineSettings({
  module: 'raffle',
  schema: Type.Object({
    // From a proof until somebody must have looked at it; then it is held on and shows up again. Two days: a weekend.
    review_hours: Type.Integer({ default: 48, minimum: 1, maximum: 720 }),
    // Asked of buyers whom the channel doesn't name.
    ask_name: Type.Boolean({ default: true }),
  }),
});

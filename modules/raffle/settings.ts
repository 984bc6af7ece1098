import { Type } from 'typebox';
import { defineSettings } from '../../kernel/settings/index.ts';

export const raffleSettings = defineSettings({
  module: 'raffle',
  schema: Type.Object({
    // From a proof until somebody must have looked at it; then its numbers are free. A night: any picture is a proof
    // until then.
    review_hours: Type.Integer({ default: 12, minimum: 1, maximum: 720 }),
    // Until a visitor of the web chat has said a name: long enough to type one.
    first_hold_minutes: Type.Integer({ default: 5, minimum: 1, maximum: 60 }),
    // Percent of a raffle's numbers that may be held unpaid from one address, behind which a whole hostel may be, or in
    // one chat.
    address_share: Type.Integer({ default: 10, minimum: 1, maximum: 100 }),
    // Percent that visitors of the web chat who have paid for nothing yet may hold unpaid, all together.
    stranger_share: Type.Integer({ default: 25, minimum: 1, maximum: 100 }),
    // Asked of buyers whom the channel doesn't name.
    ask_name: Type.Boolean({ default: true }),
  }),
});

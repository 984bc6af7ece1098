import { Type } from 'typebox';
import { defineSettings } from '../../kernel/settings/index.ts';

export const raffleSettings = defineSettings({
  module: 'raffle',
  schema: Type.Object({
    // The time that staff have to look at a proof; then its numbers are free. It covers a night, because nobody knows
    // before whether a picture is a proof.
    review_hours: Type.Integer({ default: 12, minimum: 1, maximum: 720 }),
    // How long a visitor of the web chat holds numbers before giving a name: long enough to type one.
    first_hold_minutes: Type.Integer({ default: 5, minimum: 1, maximum: 60 }),
    // Percent of a raffle's numbers that one address or one chat may hold unpaid. A whole hostel may share one address.
    address_share: Type.Integer({ default: 10, minimum: 1, maximum: 100 }),
    // Percent that all web chat visitors who have not paid for anything yet may hold unpaid together.
    stranger_share: Type.Integer({ default: 25, minimum: 1, maximum: 100 }),
    // The chat asks for the name when the channel does not give one.
    ask_name: Type.Boolean({ default: true }),
  }),
});

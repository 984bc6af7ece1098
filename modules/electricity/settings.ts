import { Type } from 'typebox';
import { defineSettings } from '../../kernel/settings/index.ts';

/** A time such as 21:00, or empty. */
const TIME = '^$|^([01]?\\d|2[0-3]):[0-5]\\d$';

export const electricitySettings = defineSettings({
  module: 'electricity',
  schema: Type.Object({
    // A code goes out with a letter or with the meter itself; a month covers both.
    claim_code_days: Type.Integer({ default: 30, minimum: 1, maximum: 365 }),
    // Long enough for somebody who has to find a telephone with money on it.
    purchase_minutes: Type.Integer({ default: 60, minimum: 5, maximum: 10_080 }),
    // Meters report at least once a day; an hour more, since they are not punctual.
    reading_gap_hours: Type.Integer({ default: 25, minimum: 1, maximum: 1000 }),
    // Alerts: a household with a fridge uses this in two days.
    low_kwh: Type.Integer({ default: 5, minimum: 0, maximum: 100_000 }),
    warn_days: Type.Integer({ default: 3, minimum: 0, maximum: 60 }),
    // Meters report at least once a day; one day may be lost.
    silent_hours: Type.Integer({ default: 48, minimum: 1, maximum: 8760 }),
    // Nobody is woken; both empty: messages go at any time.
    quiet_from: Type.String({ default: '21:00', pattern: TIME, maxLength: 5 }),
    quiet_to: Type.String({ default: '07:00', pattern: TIME, maxLength: 5 }),
    // On the first of each month, when this hour begins.
    monthly_reports: Type.Boolean({ default: true }),
    // What sells STS tokens to this organization (tokens/ask-vending.action.ts).
    sts_vending: Type.Enum(['none', 'stand_in'], { default: 'none' }),
    // A household's fuse allows less than 20 kW, a hospital's 200.
    most_kilowatts: Type.Integer({ default: 200, minimum: 1, maximum: 100_000 }),
  }),
});

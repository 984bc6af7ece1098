import { Type } from 'typebox';
import { faultOfColour } from '../../kernel/branding/index.ts';
import { defineSettings } from '../../kernel/settings/index.ts';
import { OTHER_EXHIBITION } from './place.rule.ts';

const RECEIPT_PAPERS = ['A5', '80mm'] as const;

export const exhibitionSettings = defineSettings({
  module: 'exhibition',
  schema: Type.Object({
    // Long enough to notice a mistake on the screen, too short to take money out of the till in the evening.
    void_own_minutes: Type.Integer({ default: 5, minimum: 0, maximum: 1440 }),
    // In whole units of the bill's currency; 0: no bill needs its amount twice.
    confirm_above: Type.Integer({ default: 100_000, minimum: 0, maximum: 99_999_999 }),
    // A bill for a customer of another exhibition than the desk's: a person agrees to it, or it is refused.
    other_exhibition: Type.Enum([...OTHER_EXHIBITION], { default: 'ask' }),
    email_required: Type.Boolean({ default: false }),
    phone_required: Type.Boolean({ default: false }),
    // On the public page in an hour: from one address, which a hall's visitors share, and at one exhibition altogether.
    // Further ones wait for growing pauses.
    registrations_per_address: Type.Integer({ default: 60, minimum: 1, maximum: 10_000 }),
    registrations_per_hour: Type.Integer({ default: 1_000, minimum: 1, maximum: 100_000 }),
    // Whether a desk goes on selling what is counted as gone: the count may be behind.
    stock_below_zero: Type.Boolean({ default: false }),
    // Off: bills stay open, and somebody else takes the money.
    desk_takes_payments: Type.Boolean({ default: true }),
    // What the desk prints receipts on: a sheet of A5, or a roll of 80 mm.
    receipt_paper: Type.Enum([...RECEIPT_PAPERS], { default: 'A5' }),
    // Whether customers' screens sound when a sale is paid, and lower when it is broken off or asks for another sum.
    display_sound: Type.Boolean({ default: false }),
    // What customers' screens are coloured with; '' is the organization's own. What is paid stays green.
    display_colour: Type.String({ default: '', maxLength: 7 }),
    // In percent of a bill or one of its lines; 0: no discount needs a supervisor.
    approve_discount_above: Type.Number({ default: 0, minimum: 0, maximum: 100 }),
  }),
  // It controls cashiers and their supervisors, so an owner decides.
  guarded: ['approve_discount_above'],
  check: ({ display_colour }) => ({ display_colour: faultOfColour(display_colour) }),
});

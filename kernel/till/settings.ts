import { Type } from 'typebox';
import { defineSettings } from '../settings/index.ts';

const Limit = Type.Number({ default: 0, minimum: 0, maximum: 1_000_000_000 });

/** All of it controls cashiers and their supervisors, so an owner decides. */
export const tillSettings = defineSettings({
  module: 'till',
  schema: Type.Object({
    required: Type.Boolean({ default: false }),
    approve_no_sale: Type.Boolean({ default: false }),
    approve_pay_out_above: Limit,
    approve_refund_above: Limit,
  }),
  guarded: ['required', 'approve_no_sale', 'approve_pay_out_above', 'approve_refund_above'],
});

import { Type } from 'typebox';
import { defineSettings } from '../settings/index.ts';

// Sixteen characters are all that an Indian tax invoice's number may have (CGST Rules, rule 46(b)): letters, digits,
// hyphen and slash. Six leave ten for the digits.
const prefix = (byDefault: string) => Type.String({ default: byDefault, maxLength: 6, pattern: '^[A-Z0-9/-]*$' });

/** The prefix of each series' numbers. A document keeps its number. */
export const documentSettings = defineSettings({
  module: 'documents',
  schema: Type.Object({
    receipt_prefix: prefix('R-'),
    invoice_prefix: prefix('I-'),
    credit_note_prefix: prefix('CN-'),
  }),
});

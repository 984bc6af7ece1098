import { Type } from 'typebox';
import { defineSettings } from '../settings/index.ts';

// Sixteen characters are all that an Indian tax invoice's number may have (CGST Rules, rule 46(b)): letters, digits,
// hyphen and slash. Six leave ten for the digits.
const prefix = (byDefault: string) => Type.String({ default: byDefault, maxLength: 6, pattern: '^[A-Z0-9/-]*$' });

/** Who issues, and the prefix of each series' numbers. A document keeps what it was issued with. */
export const documentSettings = defineSettings({
  module: 'documents',
  schema: Type.Object({
    // Up to eight lines: a snapshot has room for twelve, of which some are the caller's.
    address: Type.String({ default: '', maxLength: 500, pattern: '^([^\\n]*\\n?){0,8}$' }),
    tax_number: Type.String({ default: '', maxLength: 60 }),
    receipt_prefix: prefix('R-'),
    invoice_prefix: prefix('I-'),
    credit_note_prefix: prefix('CN-'),
  }),
});

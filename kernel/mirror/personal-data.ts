import type { PersonalData } from '../module/index.ts';

/** Rows that were sent to a spreadsheet; the spreadsheet itself is the organization's to correct. */
export const personalData: PersonalData = { mentions: [{ table: 'mirror_row', columns: ['cells', 'last_error'] }] };

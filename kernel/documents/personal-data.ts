import type { PersonalData } from '../module/index.ts';

export const personalData: PersonalData = {
  rows: [
    {
      // A tax law wants invoices and receipts as they were issued, with their names, for years.
      table: 'document',
      of: `exists (select from person_ref r where r.kind = t.subject_type and r.id::uuid = t.subject_id)`,
      gives: { document: 'id' },
      erase: 'keep',
      why: 'documents',
    },
  ],
};

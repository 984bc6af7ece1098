import type { PersonalData } from '../module/index.ts';

export const personalData: PersonalData = {
  rows: [
    {
      table: 'credential',
      of: `exists (select from person_ref r where r.kind = t.subject_type and r.id::uuid = t.subject_id)`,
      erase: { revoked_at: 'coalesce(t.revoked_at, now())' },
      why: 'revoked',
    },
  ],
  mentions: [{ table: 'credential', columns: ['reason'] }],
};

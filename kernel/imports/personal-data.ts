import type { PersonalData } from '../module/index.ts';

export const personalData: PersonalData = {
  mentions: [
    { table: 'import', columns: ['faults', 'sample', 'warnings', 'unused'] },
    { table: 'import_duplicate', columns: ['cells', 'existing'] },
    { table: 'import_refused_row', columns: ['cells', 'faults'] },
  ],
};

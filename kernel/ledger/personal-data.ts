import type { PersonalData } from '../module/index.ts';

/** Entries stand, with their amounts; texts beside them may name the person. */
export const personalData: PersonalData = { mentions: [{ table: 'ledger_entry', columns: ['memo', 'actor_name'] }] };

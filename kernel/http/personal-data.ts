import type { PersonalData } from '../module/index.ts';

/** Answers that are kept so that a repeated request gets the same one. */
export const personalData: PersonalData = { mentions: [{ table: 'idempotency_key', columns: ['answer'] }] };

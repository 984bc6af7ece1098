import type { PersonalData } from '../module/index.ts';

/** Tills are of staff and money stands; a reason may name a customer by the way. */
export const personalData: PersonalData = {
  mentions: [
    { table: 'till_movement', columns: ['reason', 'actor_name'] },
    { table: 'till_session', columns: ['close_reason', 'difference_reason'] },
  ],
};

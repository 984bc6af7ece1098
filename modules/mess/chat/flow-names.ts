/** The chat flows, by the names that buttons carry. */
export const STUDENT_FLOW = 'mess.student';
export const OFFICE_FLOW = 'mess.office';

/** What changes a cook count. */
export const COUNT_TOPICS = [
  'mess.student',
  'mess.cycle_payment',
  'mess.cut',
  'mess.closure',
  'mess.meal',
  'mess.count',
  'payment',
];

import { hitsOf, type Searcher } from '../../kernel/module/index.ts';
import { listStudents } from './students/students.query.ts';

/** What the console's search finds of a mess. */
export const searchers: Searcher[] = [
  {
    kind: 'mess.student',
    permission: 'mess.read',
    find: (ctx, search, limit) =>
      hitsOf(listStudents(ctx, { filter: {}, search, limit }), ({ id, name, roll_number, room, phone, email }) => ({
        id,
        title: name,
        text: [roll_number, room, phone].filter(Boolean).join(' · '),
        keys: [roll_number, phone, email],
        to: `/mess/students/${id}`,
      })),
  },
];

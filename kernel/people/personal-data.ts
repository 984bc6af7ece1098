import { ERASED, known, type PersonalData } from '../module/index.ts';

export const personalData: PersonalData = {
  roots: [{ kind: 'person', table: 'person' }],
  rows: [
    {
      table: 'person',
      of: `t.id in ${known('person')}`,
      words: ['name', 'phone', 'email'],
      // Students, payments and orders are rows of the books, and name the person by the id.
      erase: { name: `'${ERASED}'`, phone: 'null', email: 'null', updated_at: 'now()' },
      why: 'books',
    },
  ],
};

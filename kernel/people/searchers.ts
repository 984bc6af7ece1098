import { hitsOf, type Searcher } from '../module/index.ts';
import { listPeople } from './queries/people.ts';

/** People whom no module has a page for; their page says all that is stored about them. */
export const searchers: Searcher[] = [
  {
    kind: 'people.person',
    permission: 'personal_data.read',
    find: (ctx, search, limit) =>
      hitsOf(listPeople(ctx, { search, limit }), ({ id, name, phone, email }) => ({
        id,
        title: name,
        text: [phone, email].filter(Boolean).join(' · '),
        keys: [phone, email],
        to: `/office/person?kind=person&id=${id}`,
      })),
  },
];

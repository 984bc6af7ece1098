/** Public API of the people package: the people that an organization deals with. */

import { definePackage } from '../module/index.ts';
import { personalData } from './personal-data.ts';
import { personNames } from './queries/people.ts';
import { peopleRoutes } from './routes/people.routes.ts';

export { changePerson } from './actions/change-person.action.ts';
export { createPerson } from './actions/create-person.action.ts';

export { demoNames } from './demo.ts';
export type { Person } from './person.ts';
export { getPerson } from './queries/people.ts';

import { searchers } from './searchers.ts';

export const peoplePackage = definePackage({
  name: 'people',
  personalData,
  subjectNames: { person: personNames },
  topics: { person: 'people.read' },
  searchers,
  permissions: { 'people.read': 'viewer', 'people.write': 'ops' },
  errors: {
    'people.not_found': 404,
    'people.name_missing': 400,
    'people.phone_malformed': 400,
    'people.email_malformed': 400,
  },
  routes: peopleRoutes,
});

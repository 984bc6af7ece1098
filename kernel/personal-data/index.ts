/** Public API of the personal-data package: what is stored of one person over all modules, and its erasure. */
import { definePackage, type PersonalData } from '../module/index.ts';
import { erasePersonJob } from './erase-person.job.ts';
import { personalDataRoutes } from './personal-data.routes.ts';

export { erasePerson } from './erase.ts';
export { collectPerson, zipOf } from './export.ts';
export { findPerson } from './find-person.ts';
export { previewErasure } from './preview.ts';

declare module '../ctx/index.ts' {
  interface Services {
    personalData: PersonalData[];
  }
}

export const personalDataPackage = definePackage({
  name: 'personal-data',
  permissions: { 'personal_data.read': 'admin', 'personal_data.erase': 'admin' },
  errors: {
    'personal_data.not_found': 404,
    'personal_data.name_differs': 409,
    'personal_data.ambiguous': 409,
    'personal_data.payment_open': 409,
  },
  routes: personalDataRoutes,
  jobs: [erasePersonJob],
  async start({ manifests, services }) {
    services.personalData = manifests.flatMap(({ personalData }) => personalData ?? []);
    return undefined;
  },
});

/** Accounts of people who sign themselves up. */
import { definePackage } from '../module/index.ts';
import { portalCodeMessage } from './code-message.ts';
import { portalRoutes } from './routes/portal.routes.ts';
import { portalSettings } from './settings.ts';

export { portalSubjects } from './account.ts';

export const portalPackage = definePackage({
  name: 'portal',
  errors: {
    // One text for a wrong code, a wrong password and an unknown address, so that a stranger learns nothing.
    'portal.wrong_credentials': 401,
    'portal.closed': 404,
    'portal.no_sms': 409,
    'portal.address_wanted': 400,
    'portal.proof_wanted': 400,
    'portal.name_wanted': 400,
    'portal.account_wanted': 403,
  },
  settings: [portalSettings],
  messages: [portalCodeMessage],
  routes: portalRoutes,
  retention: [{ table: 'portal_code', by: 'batch', age: 'expires_at', days: 0 }],
});

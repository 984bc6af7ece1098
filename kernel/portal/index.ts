/** Accounts of people who sign themselves up. */

import { definePackage } from '../module/index.ts';
import { patchSettings } from '../settings/index.ts';
import { accountNames } from './account.ts';
import { linking } from './chats/link.flow.ts';
import { portalCodeMessage } from './code-message.ts';
import { personalData } from './personal-data.ts';
import { portalRoutes } from './routes/portal.routes.ts';
import { portalSettings } from './settings.ts';

export { accountPage, hasSms } from './about.ts';
export { type AccountRow, accountOfPerson, asHolder, ownAccount, portalSubjects } from './account.ts';
export { openAccount } from './actions/sign-in.action.ts';

export const portalPackage = definePackage({
  name: 'portal',
  editableTexts: ['messages.portal'],
  personalData,
  subjectNames: { 'portal.account': accountNames },
  errors: {
    // One text for a wrong code, a wrong password and an unknown address, so that a stranger learns nothing.
    'portal.wrong_credentials': 401,
    'portal.closed': 404,
    'portal.no_sms': 409,
    'portal.address_wanted': 400,
    'portal.proof_wanted': 400,
    'portal.name_wanted': 400,
    'portal.account_wanted': 403,
    'portal.address_taken': 409,
    'portal.last_contact': 409,
    'portal.chat_code_unknown': 404,
    'portal.chat_not_found': 404,
  },
  settings: [portalSettings],
  messages: [portalCodeMessage],
  routes: portalRoutes,
  flows: [linking],
  async seed(ctx) {
    const opened = await patchSettings(ctx, 'portal', { open: true });
    if (!opened.ok) throw new Error(opened.code);
  },
  retention: [
    { table: 'portal_code', by: 'batch', age: 'expires_at', days: 0 },
    { table: 'portal_chat_code', by: 'batch', age: 'expires_at', days: 0 },
  ],
});

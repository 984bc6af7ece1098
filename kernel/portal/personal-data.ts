import { known, type PersonalData } from '../module/index.ts';

const ACCOUNT = known('portal.account');

export const personalData: PersonalData = {
  rows: [
    {
      table: 'portal_account',
      of: `t.person_id in ${known('person')}`,
      gives: { 'portal.account': 'id' },
      words: ['email', 'phone'],
      hidden: ['password_hash'],
      erase: 'delete',
    },
    { table: 'portal_link', of: `t.account_id in ${ACCOUNT}`, erase: 'delete' },
    { table: 'portal_chat_code', of: `t.account_id in ${ACCOUNT}`, hidden: ['code_hash'], erase: 'delete' },
    {
      // Codes that were mailed to the account's own addresses have no subject.
      table: 'message',
      of: `exists (select from portal_account a where a.organization_id = t.organization_id and a.id in ${ACCOUNT}
        and t.to_address in (a.email, a.phone))`,
      erase: 'delete',
    },
    {
      table: 'portal_code',
      of: `exists (select from portal_account a where a.organization_id = t.organization_id and a.id in ${ACCOUNT}
        and t.address in (a.email, a.phone))`,
      hidden: ['code_hash'],
      erase: 'delete',
    },
    {
      table: 'auth_refresh_token',
      of: `t.subject in (select 'portal.account:' || r.id from person_ref r where r.kind = 'portal.account')`,
      hidden: ['token_hash'],
      erase: 'delete',
    },
  ],
};

/**
 * The tables that belong to no organization, each with the reason. Every other table has `organization_id` in its
 * primary key; `test/schema.int.test.ts` checks it. To spread organizations over several databases, start from this
 * list.
 */
export const SHARED_TABLES: Readonly<Record<string, string>> = {
  organization: 'the organizations themselves',
  public_code: 'a public page is opened before its organization is known',
  auth_user: 'one person works for several organizations',
  auth_account: 'how a person proves who they are',
  auth_two_factor: 'a person has one second factor everywhere',
  auth_passkey: 'a person’s, for all their organizations',
  auth_session: 'of a person; it names the organization chosen last, or none yet',
  auth_refresh_token: 'of a session',
  auth_verification: 'links sent to a person',
  auth_throttle: 'failures are counted before the caller is known',
  first_run_token: 'made before there is an organization',
  audit_watermark: 'one row: how far entries of all organizations are sealed',
  webhook_cursor: 'one row: how far entries of all organizations were looked through',
  schema_migration: 'of the database',
  database_login: 'of the database',
  backup: 'of the installation',
  installation: 'one row: which one this is',
};

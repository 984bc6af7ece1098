/**
 * The tables that belong to no organization, each with the reason. Every other table of the schema carries
 * `organization_id` in its primary key; `test/schema.int.test.ts` compares. Whoever spreads organizations over several
 * databases starts from this list.
 */
export const SHARED_TABLES: Readonly<Record<string, string>> = {
  organization: 'the organizations themselves',
  public_code: 'whoever opens a public page does not know the organization yet',
  auth_user: 'one person works for several organizations',
  auth_account: 'how a person proves who they are',
  auth_two_factor: 'a person has one second factor everywhere',
  auth_session: 'of a person; it names the organization chosen last, or none yet',
  auth_refresh_token: 'of a session',
  auth_verification: 'links sent to a person',
  auth_throttle: 'failures are counted before anybody knows who asks',
  first_run_token: 'made before there is an organization',
  audit_watermark: 'one row: how far sealing came over all organizations',
  schema_migration: 'of the database',
  database_login: 'of the database',
};

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { findText, texts } from '../kernel/i18n/index.ts';
import { packages } from '../kernel/packages.ts';
import { modules } from '../server/modules.ts';

/** Whether the declarations of personal data are complete; what they do is shown by personal-data.int.test.ts. */

/** Tables with texts that are of no customer → why. Accounts of staff are removed under Members. */
const IMPERSONAL: Record<string, string> = {
  api_key: 'of the organization',
  audit_entry: 'redacted by kernel/audit',
  audit_head: 'digests',
  audit_redaction: 'digests',
  audit_seal: 'digests',
  auth_account: 'of staff',
  auth_passkey: 'of staff',
  auth_session: 'of staff',
  auth_throttle: 'digests',
  auth_two_factor: 'of staff',
  auth_user: 'of staff',
  auth_verification: 'of staff',
  backup: 'of the installation',
  channel_receiving: 'of the organization: its accounts at channels',
  coffee_alarm: 'of a machine, and who of the staff has it',
  coffee_batch: 'what machines were told',
  coffee_charge: 'ids; the payment is declared by kernel/payments',
  coffee_day: 'sums of a day',
  coffee_hour: 'sums of an hour',
  coffee_material: 'what goes into bins',
  coffee_notice_choice: 'of staff',
  coffee_order_item: 'products',
  coffee_order_key: 'numbers of a machine',
  coffee_package: 'recipes, named by staff',
  coffee_product_day: 'sums of a day',
  coffee_recipe: 'products',
  coffee_recipe_version: 'how a product is made, named by staff',
  coffee_refill: 'of a machine, and who of the staff filled it',
  coffee_rollout: 'of machines, begun by staff',
  coffee_rollout_machine: 'of a machine',
  coffee_scope_hour: 'sums of an hour',
  coffee_service_hours: 'of a location',
  coffee_status: 'of a machine',
  coffee_status_hour: 'of a machine',
  credential_key: 'keys of the organization',
  database_login: 'of the database',
  demo_part: 'names of parts',
  device: 'machines, named by staff',
  device_token: 'digests',
  document_block: 'numbers, and who of the staff holds them',
  document_counter: 'numbers',
  electricity_department: 'of an institution',
  electricity_entry_key: 'ids',
  electricity_keypad: 'of a meter',
  electricity_sale_day: 'sums of a day',
  electricity_tariff: 'prices',
  electricity_voucher_batch: 'printed vouchers',
  electricity_voucher_day: 'sums of a day',
  exhibition: 'an event',
  exhibition_display: 'what a screen shows for a moment, without the customer’s name',
  exhibition_form: 'what a page asks',
  exhibition_item: 'things that are sold',
  exhibition_stall: 'a seller of the fair, named by staff',
  exhibition_stall_payout: 'money between the house and a seller',
  file_upload: 'keys of a store',
  first_run_token: 'digests',
  import_format: 'which column of a list is which',
  inbox_event_key: 'ids of a channel, for thirty days',
  installation: 'which one it is',
  invitation: 'of staff',
  ledger_account: 'names of accounts',
  ledger_line: 'amounts',
  media_use: 'sums of a day',
  membership: 'of staff',
  mess_cycle: 'months',
  mess_meal: 'meals',
  mess_scan_key: 'numbers',
  mess_scanner: 'of a device',
  mirror_book: 'of a spreadsheet',
  organization: 'the organizations',
  own_text: 'of the organization: what it says to everybody',
  payment_proof_key: 'digests',
  payment_proof_match: 'ids',
  person_erasure: 'who of the staff asked',
  public_code: 'random codes',
  raffle: 'an event',
  raffle_draw: 'numbers and random codes of orders',
  raffle_number: 'numbers',
  sandbox_transfer: 'play money',
  schema_migration: 'of the database',
  setting: 'of the organization',
  setting_change: 'settings of the organization, as they were',
  staff_code: 'digests',
  staff_role: 'of the organization',
  statement: 'a file of a bank, named by staff',
  statement_format: 'names of columns',
  till_approval: 'of staff',
  till_drawer: 'drawers, named by staff',
  till_pin: 'of staff',
  waiting_device: 'of staff',
  webhook_endpoint: 'addresses of programs',
  webhook_event: 'names of events and ids of records',
};

const manifests = [...packages, ...modules];
const declared = new Set(
  manifests.flatMap(({ personalData: { rows = [], mentions = [] } = {} }) =>
    [...rows, ...mentions].map((one) => one.table),
  ),
);
const schema = readFileSync('db/schema.sql', 'utf8');
const withTexts = [...schema.matchAll(/^create table (\w+) \((.*?)\n\)/gms)].flatMap(([, name, columns]) =>
  /^ {2}"?\w+"? (text|jsonb|bytea)/m.test(columns as string) ? [name as string] : [],
);

test('every table with texts is declared in a manifest, or listed here with the reason why it is of nobody', () => {
  expect(withTexts.length).toBeGreaterThan(100);
  expect(withTexts.filter((name) => !declared.has(name) && !(name in IMPERSONAL))).toEqual([]);
});

test('the list names only tables that exist and are not declared', () => {
  expect(Object.keys(IMPERSONAL).filter((name) => !withTexts.includes(name) || declared.has(name))).toEqual([]);
});

test('what stays has its reason, in each language of the staff', () => {
  const reasons = manifests.flatMap(({ personalData: { rows = [] } = {} }) =>
    rows.flatMap(({ table, erase, why }) => {
      if (erase === 'delete' || erase === 'follow') return [];
      expect(why, table).toBeDefined();
      return [why as string];
    }),
  );
  for (const why of new Set(reasons))
    for (const language of ['en', 'es', 'hi'].filter((one) => texts().languages.includes(one)))
      expect(findText(language, `personal_data.why.${why}`), `${language} ${why}`).toMatch(/\S{2,}/);
});

test('tables and kinds have a name for the page, in each language of the staff', () => {
  const keys = manifests.flatMap(({ personalData: { rows = [], roots = [] } = {} }) => [
    ...rows.filter(({ erase }) => erase !== 'follow').map(({ table }) => `tables.${table}`),
    ...roots.map(({ kind }) => `kinds.${kind}`),
  ]);
  expect(keys.length).toBeGreaterThan(40);
  for (const key of new Set(keys))
    for (const language of ['en', 'es', 'hi'])
      expect(findText(language, `console.personal_data.${key}`), `${language} ${key}`).toMatch(/\S{2,}/);
});

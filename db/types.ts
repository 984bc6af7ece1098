import type { ColumnType } from 'kysely';

// Written by `npm run schema` from the migrations; compared by the tests.

type Generated<T> = ColumnType<T, T | undefined, T>;
type Timestamp = ColumnType<Date, Date | string, Date | string>;
// biome-ignore lint/suspicious/noExplicitAny: the shape of a JSON column is its package's own
type Json = ColumnType<any, string | null, string | null>;

export interface ApiKey {
  organization_id: string;
  id: string;
  name: string;
  prefix: string;
  key_hash: Buffer;
  role: string;
  created_by: string | null;
  last_used_at: Timestamp | null;
  expires_at: Timestamp | null;
  revoked_at: Timestamp | null;
  created_at: ColumnType<Date, Date | string | undefined, Date | string>;
  staff_role: string | null;
  scopes: string[] | null;
  addresses: string[] | null;
  service: Generated<boolean>;
}

export interface AuditEntry {
  organization_id: string;
  id: string;
  at: Timestamp;
  actor_kind: string;
  actor_id: string | null;
  actor_name: string;
  action: string;
  subject_type: string;
  subject_id: string;
  before: Json | null;
  after: Json | null;
  note: string | null;
  request_id: string | null;
  ip: string | null;
  user_agent: string | null;
  xact: Generated<number>;
}

export interface AuditHead {
  organization_id: string;
  sequence: number;
  hash: Buffer;
  published_at: Timestamp;
}

export interface AuditRedaction {
  organization_id: string;
  entry_id: string;
  digest: Buffer;
  signature: Buffer;
  key_id: string;
  redacted_at: Timestamp;
}

export interface AuditSeal {
  organization_id: string;
  sequence: number;
  entry_ids: string[];
  entry_digests: Buffer;
  previous_hash: Buffer;
  hash: Buffer;
  signature: Buffer;
  key_id: string;
  last_xact: number;
  sealed_at: Timestamp;
}

export interface AuditWatermark {
  only_row: Generated<boolean>;
  sealed_below: Generated<number>;
  xact_shift: Generated<number>;
  updated_at: ColumnType<Date, Date | string | undefined, Date | string>;
}

export interface AuthAccount {
  id: string;
  user_id: string;
  account_id: string;
  provider_id: string;
  password: string | null;
  access_token: string | null;
  refresh_token: string | null;
  id_token: string | null;
  access_token_expires_at: Timestamp | null;
  refresh_token_expires_at: Timestamp | null;
  scope: string | null;
  created_at: ColumnType<Date, Date | string | undefined, Date | string>;
  updated_at: ColumnType<Date, Date | string | undefined, Date | string>;
}

export interface AuthPasskey {
  id: string;
  user_id: string;
  name: string;
  credential_id: string;
  public_key: string;
  counter: number;
  device_type: string;
  backed_up: boolean;
  transports: string | null;
  aaguid: string | null;
  created_at: ColumnType<Date, Date | string | undefined, Date | string>;
  last_used_at: Timestamp | null;
}

export interface AuthRefreshToken {
  id: string;
  family_id: string;
  token_hash: Buffer;
  kind: string;
  user_id: string | null;
  organization_id: string | null;
  subject: string | null;
  ip_address: string | null;
  user_agent: string | null;
  expires_at: Timestamp;
  used_at: Timestamp | null;
  revoked_at: Timestamp | null;
  created_at: ColumnType<Date, Date | string | undefined, Date | string>;
}

export interface AuthSession {
  id: string;
  user_id: string;
  token: string;
  active_organization_id: string | null;
  ip_address: string | null;
  user_agent: string | null;
  expires_at: Timestamp;
  last_seen_at: Timestamp | null;
  created_at: ColumnType<Date, Date | string | undefined, Date | string>;
  updated_at: ColumnType<Date, Date | string | undefined, Date | string>;
  by_provider: Generated<boolean>;
}

export interface AuthThrottle {
  key: string;
  failures: number;
  last_failed_at: Timestamp;
  blocked_until: Timestamp | null;
}

export interface AuthTwoFactor {
  id: string;
  user_id: string;
  secret: string;
  backup_codes: string;
  verified: Generated<boolean>;
  failed_verification_count: Generated<number>;
  locked_until: Timestamp | null;
  last_step: number | null;
}

export interface AuthUser {
  id: string;
  name: string;
  email: string;
  email_verified: Generated<boolean>;
  image: string | null;
  two_factor_enabled: Generated<boolean>;
  language: string | null;
  created_at: ColumnType<Date, Date | string | undefined, Date | string>;
  updated_at: ColumnType<Date, Date | string | undefined, Date | string>;
}

export interface AuthVerification {
  id: string;
  identifier: string;
  value: string;
  expires_at: Timestamp;
  created_at: ColumnType<Date, Date | string | undefined, Date | string>;
  updated_at: ColumnType<Date, Date | string | undefined, Date | string>;
}

export interface Backup {
  id: string;
  state: Generated<string>;
  place: string;
  name: string;
  started_at: Timestamp;
  ended_at: Timestamp | null;
  percent: Generated<number>;
  size_bytes: number | null;
  rows: number | null;
  files: number | null;
  missing: number | null;
  error: string | null;
  other_disk: boolean | null;
}

export interface ChannelReceiving {
  organization_id: string;
  channel: string;
  account: string;
  polls: Generated<boolean>;
  since: Timestamp | null;
  heard_at: Timestamp | null;
  fault: string | null;
  fault_at: Timestamp | null;
}

export interface CoffeeAlarm {
  organization_id: string;
  id: string;
  kind: string;
  severity: string;
  machine_id: string | null;
  merchant_id: string;
  location_id: string | null;
  position: Generated<number>;
  group_id: string | null;
  detail: ColumnType<any, string | undefined, string>;
  count: Generated<number>;
  first_at: Timestamp;
  last_at: Timestamp;
  cleared_at: Timestamp | null;
  acknowledged_at: Timestamp | null;
  acknowledged_by_name: string | null;
  note: Generated<string>;
  assigned_to: string | null;
  assigned_name: string | null;
  notify_at: Timestamp | null;
  told_at: Timestamp | null;
}

export interface CoffeeBatch {
  organization_id: string;
  id: string;
  merchant_id: string | null;
  kind: string;
  params: Json;
  chosen_by: Json;
  state: Generated<string>;
  machines: number;
  left_out: Generated<number>;
  by_name: string;
  created_at: Timestamp;
  expires_at: Timestamp;
  changed_at: Timestamp;
}

export interface CoffeeBin {
  organization_id: string;
  machine_id: string;
  position: number;
  merchant_id: string;
  material_id: string | null;
  capacity_milli: number;
  threshold_milli: Generated<number>;
  level_milli: number | null;
  reported_at: Timestamp | null;
  since_at: Timestamp | null;
  used_milli: Generated<number>;
  reckoned_milli: Generated<number>;
  unknown_items: Generated<number>;
  held_milli: number | null;
}

export interface CoffeeCharge {
  organization_id: string;
  id: string;
  payment_id: string | null;
  machine_id: string;
  merchant_id: string;
  number: string;
  order_id: string | null;
  created_at: Timestamp;
}

export interface CoffeeCommand {
  organization_id: string;
  id: string;
  machine_id: string;
  merchant_id: string;
  batch_id: string | null;
  kind: string;
  params: Json;
  target: string | null;
  state: Generated<string>;
  tries: Generated<number>;
  tries_left: number;
  withdrawn: Generated<boolean>;
  not_before: Timestamp;
  due_at: Timestamp | null;
  expires_at: Timestamp;
  created_at: Timestamp;
  sent_at: Timestamp | null;
  acknowledged_at: Timestamp | null;
  ended_at: Timestamp | null;
  said: Generated<string>;
  by_name: string;
  steps: ColumnType<any, string | undefined, string>;
  rollout_id: string | null;
  full_time: Generated<boolean>;
}

export interface CoffeeDay {
  organization_id: string;
  scope_id: string;
  sold_on: string;
  payment_method: string;
  currency: string;
  orders: Generated<number>;
  items: Generated<number>;
  amount_minor: Generated<number>;
  refunds: Generated<number>;
  refunded_minor: Generated<number>;
}

export interface CoffeeHour {
  organization_id: string;
  machine_id: string;
  hour_at: Timestamp;
  payment_method: string;
  currency: string;
  merchant_id: string;
  sold_on: string;
  orders: Generated<number>;
  items: Generated<number>;
  amount_minor: Generated<number>;
  refunds: Generated<number>;
  refunded_minor: Generated<number>;
}

export interface CoffeeLocation {
  organization_id: string;
  id: string;
  merchant_id: string;
  name: string;
  address: Generated<string>;
  latitude: number | null;
  longitude: number | null;
  created_at: Timestamp;
  updated_at: Timestamp;
}

export interface CoffeeMachine {
  organization_id: string;
  id: string;
  serial: string;
  name: Generated<string>;
  model: Generated<string>;
  firmware: string | null;
  merchant_id: string;
  location_id: string | null;
  address: Generated<string>;
  tags: Generated<string[]>;
  device_id: string | null;
  state: Generated<string>;
  status: Generated<string>;
  temperature_dc: number | null;
  errors: Generated<string[]>;
  locked: Generated<boolean>;
  last_seen_at: Timestamp | null;
  offline_at: Timestamp | null;
  said_at: Timestamp | null;
  clock_offset_s: number | null;
  package_number: number | null;
  wanted_package_id: string | null;
  kept_at: Timestamp | null;
  created_at: Timestamp;
  updated_at: Timestamp;
  alarms: Generated<string[]>;
  muted_until: Timestamp | null;
  muted_by_name: string | null;
  mute_reason: Generated<string>;
  bins: ColumnType<any, string | undefined, string>;
  levels: Generated<number[]>;
  levels_at: Generated<Timestamp[]>;
  retired_at: Timestamp | null;
}

export interface CoffeeMaterial {
  organization_id: string;
  id: string;
  code: string;
  name: string;
  unit: string;
  specification: Generated<string>;
  cost_minor: Generated<number>;
  currency: string;
  active: Generated<boolean>;
  created_at: Timestamp;
  updated_at: Timestamp;
}

export interface CoffeeMerchant {
  organization_id: string;
  id: string;
  name: string;
  contact_name: Generated<string>;
  phone: Generated<string>;
  email: Generated<string>;
  status: Generated<string>;
  created_at: Timestamp;
  updated_at: Timestamp;
}

export interface CoffeeNoticeChoice {
  organization_id: string;
  user_id: string;
  email: boolean;
  chat: boolean;
  least: string;
  updated_at: Timestamp;
}

export interface CoffeeOrder {
  organization_id: string;
  id: string;
  machine_id: string;
  merchant_id: string;
  location_id: string | null;
  number: string;
  made_at: Timestamp;
  claimed_at: Timestamp;
  sold_on: string;
  hour_at: Timestamp;
  received_at: Timestamp;
  payment_method: string;
  payment_state: string;
  payment_reference: Generated<string>;
  payment_id: string | null;
  served: boolean;
  currency: string;
  amount_minor: number;
  refunded_minor: Generated<number>;
  items: number;
  exception: string | null;
  settled_at: Timestamp | null;
  settled_by_name: string | null;
  settled_note: Generated<string>;
  contradiction: Json | null;
}

export interface CoffeeOrderItem {
  organization_id: string;
  id: string;
  order_id: string;
  machine_id: string;
  merchant_id: string;
  product: string;
  quantity: number;
  amount_minor: number;
}

export interface CoffeeOrderKey {
  organization_id: string;
  machine_id: string;
  number: string;
  id: string;
}

export interface CoffeePackage {
  organization_id: string;
  id: string;
  number: number;
  name: string;
  note: Generated<string>;
  digest: string;
  by_name: string;
  created_at: Timestamp;
}

export interface CoffeePackageRecipe {
  organization_id: string;
  package_id: string;
  recipe_id: string;
  version: number;
}

export interface CoffeeProductDay {
  organization_id: string;
  scope_id: string;
  sold_on: string;
  product: string;
  currency: string;
  items: Generated<number>;
  amount_minor: Generated<number>;
}

export interface CoffeeRecipe {
  organization_id: string;
  id: string;
  code: string;
  name: string;
  version: number;
  active: Generated<boolean>;
  created_at: Timestamp;
  updated_at: Timestamp;
}

export interface CoffeeRecipeVersion {
  organization_id: string;
  recipe_id: string;
  version: number;
  body: Json;
  note: Generated<string>;
  by_name: string;
  created_at: Timestamp;
}

export interface CoffeeRefill {
  organization_id: string;
  id: string;
  machine_id: string;
  merchant_id: string;
  position: number;
  material_id: string | null;
  source: string;
  amount_milli: number | null;
  filled_at: Timestamp;
  received_at: Timestamp;
  by_id: string | null;
  by_name: Generated<string>;
  note: Generated<string>;
}

export interface CoffeeRefund {
  organization_id: string;
  id: string;
  order_id: string;
  machine_id: string;
  merchant_id: string;
  amount_minor: number;
  currency: string;
  reason: string;
  way: string;
  state: string;
  attempt_id: string | null;
  by_name: string;
  created_at: Timestamp;
}

export interface CoffeeRollout {
  organization_id: string;
  id: string;
  merchant_id: string | null;
  package_id: string;
  chosen_by: Json;
  stages: number[];
  stage: Generated<number>;
  enough_percent: number;
  failure_percent: number;
  stage_minutes: number;
  state: Generated<string>;
  reason: string | null;
  machines: number;
  by_name: string;
  created_at: Timestamp;
  stage_at: Timestamp;
  changed_at: Timestamp;
  ended_at: Timestamp | null;
}

export interface CoffeeRolloutMachine {
  organization_id: string;
  rollout_id: string;
  machine_id: string;
  merchant_id: string;
  position: number;
  stage: number;
  state: Generated<string>;
  open: Generated<boolean>;
  before_package_id: string | null;
  command_id: string | null;
  back_command_id: string | null;
  changed_at: Timestamp;
}

export interface CoffeeScopeHour {
  organization_id: string;
  scope_id: string;
  hour_at: Timestamp;
  currency: string;
  sold_on: string;
  orders: Generated<number>;
  amount_minor: Generated<number>;
  refunded_minor: Generated<number>;
}

export interface CoffeeServiceHours {
  organization_id: string;
  scope_id: string;
  windows: Json;
  updated_at: Timestamp;
}

export interface CoffeeStatus {
  organization_id: string;
  id: string;
  machine_id: string;
  merchant_id: string;
  said_at: Timestamp | null;
  status: string;
  temperature_dc: number | null;
  errors: Generated<string[]>;
  bins: ColumnType<any, string | undefined, string>;
}

export interface CoffeeStatusHour {
  organization_id: string;
  machine_id: string;
  hour_at: Timestamp;
  merchant_id: string;
  reports: number;
  faults: number;
  measured: number;
  temperature_sum_dc: number;
  lowest_dc: number | null;
  highest_dc: number | null;
  status: string;
}

export interface CoffeeStatusProgress {
  organization_id: string;
  through_at: Timestamp;
}

export interface CoffeeStockSpan {
  organization_id: string;
  id: string;
  machine_id: string;
  merchant_id: string;
  material_id: string;
  position: number;
  from_at: Timestamp;
  to_at: Timestamp;
  capacity_milli: number;
  used_milli: number;
  reckoned_milli: number;
  unknown_items: number;
}

export interface CoffeeUseDay {
  organization_id: string;
  machine_id: string;
  material_id: string;
  used_on: string;
  merchant_id: string;
  milli: number;
}

export interface CoffeeWatch {
  organization_id: string;
  looked_at: Timestamp;
  since_at: Timestamp;
  rates_at: Timestamp | null;
  rates_after: string | null;
  stock_at: Timestamp | null;
}

export interface Conversation {
  organization_id: string;
  id: string;
  channel: string;
  account: string;
  address: string;
  person_id: string;
  display_name: string | null;
  language: string;
  mode: Generated<string>;
  taken_by_id: string | null;
  taken_by_name: string | null;
  taken_at: Timestamp | null;
  blocked_at: Timestamp | null;
  last_inbound_at: Timestamp | null;
  last_message_at: Timestamp;
  last_text: Generated<string>;
  unread: Generated<number>;
  created_at: Timestamp;
  thread: string | null;
}

export interface ConversationMessage {
  organization_id: string;
  id: string;
  conversation_id: string;
  direction: string;
  kind: string;
  author: string;
  author_id: string | null;
  author_name: string | null;
  body: Generated<string>;
  choices: Json | null;
  choice_id: string | null;
  file_id: string | null;
  fault: string | null;
  event_id: string | null;
  message_id: string | null;
  created_at: Timestamp;
  asks_type: string | null;
  asks_id: string | null;
}

export interface ConversationMessageKey {
  organization_id: string;
  event_id: string;
  id: string;
}

export interface ConversationState {
  organization_id: string;
  conversation_id: string;
  flow: string | null;
  state: string | null;
  data: ColumnType<any, string | undefined, string>;
  stack: ColumnType<any, string | undefined, string>;
  offered: ColumnType<any, string | undefined, string>;
  expires_at: Timestamp | null;
  updated_at: Timestamp;
}

export interface Credential {
  organization_id: string;
  id: string;
  subject_type: string;
  subject_id: string;
  version: Generated<number>;
  revoked_at: Timestamp | null;
  reason: string | null;
  created_at: Timestamp;
  reissued_at: Timestamp | null;
}

export interface CredentialKey {
  organization_id: string;
  id: string;
  algorithm: string;
  public_key: string | null;
  sealed_key: string;
  state: Generated<string>;
  created_at: Timestamp;
  retired_at: Timestamp | null;
  revoked_at: Timestamp | null;
  reason: string | null;
}

export interface DatabaseLogin {
  only_row: Generated<boolean>;
  password: string;
}

export interface DemoPart {
  organization_id: string;
  part: string;
  seeded_at: ColumnType<Date, Date | string | undefined, Date | string>;
}

export interface Device {
  organization_id: string;
  id: string;
  kind: string;
  name: string;
  code_hash: Buffer | null;
  code_expires_at: Timestamp | null;
  public_key: string | null;
  firmware: string | null;
  valid_until: Timestamp | null;
  enrolled_at: Timestamp | null;
  last_seen_at: Timestamp | null;
  created_by_name: string;
  created_at: Timestamp;
  revoked_at: Timestamp | null;
  revoked_by_name: string | null;
}

export interface DeviceToken {
  organization_id: string;
  id: string;
  device_id: string;
  token_hash: Buffer;
  used_at: Timestamp | null;
  expires_at: Timestamp | null;
  created_at: Timestamp;
}

export interface Document {
  organization_id: string;
  id: string;
  series: string;
  number: number;
  formatted_number: string;
  issued_at: Timestamp;
  subject_type: string;
  subject_id: string;
  snapshot: Json;
  corrects_id: string | null;
  corrects_what: string | null;
}

export interface DocumentBlock {
  organization_id: string;
  id: string;
  series: string;
  prefix: string;
  first_number: number;
  last_number: number;
  device: string;
  holder_id: string;
  holder_name: string;
  reserved_at: Timestamp;
  closed_at: Timestamp | null;
  closed_by_name: string | null;
  close_reason: string | null;
}

export interface DocumentCounter {
  organization_id: string;
  series: string;
  last_number: number;
}

export interface ElectricityAgent {
  organization_id: string;
  id: string;
  code: string;
  name: string;
  account_id: string | null;
  currency: string;
  limit_minor: number;
  owed_minor: Generated<number>;
  active: Generated<boolean>;
  created_at: Timestamp;
  updated_at: Timestamp;
}

export interface ElectricityAgentClose {
  organization_id: string;
  id: string;
  agent_id: string;
  closed_on: string;
  vouchers: number;
  sold_minor: number;
  handed_minor: number;
  owed_minor: number;
  by_name: string;
  created_at: Timestamp;
}

export interface ElectricityAgentMove {
  organization_id: string;
  id: string;
  agent_id: string;
  kind: string;
  vouchers: number;
  amount_minor: number;
  close_id: string | null;
  by_name: string;
  created_at: Timestamp;
}

export interface ElectricityAlert {
  organization_id: string;
  id: string;
  meter_id: string;
  customer_id: string;
  kind: string;
  subject_id: string | null;
  detail: Json;
  opened_at: Timestamp;
  cleared_at: Timestamp | null;
}

export interface ElectricityBalance {
  organization_id: string;
  meter_id: string;
  balance_wh: Generated<number>;
  series: Generated<number>;
  register_wh: number | null;
  read_at: Timestamp | null;
  credits: Generated<number>;
  bought: Generated<number>;
  updated_at: Timestamp;
}

export interface ElectricityBuilding {
  organization_id: string;
  id: string;
  customer_id: string;
  name: string;
  place: Generated<string>;
  created_at: Timestamp;
}

export interface ElectricityClaim {
  organization_id: string;
  id: string;
  account_id: string;
  number: string;
  customer_id: string | null;
  kind: string | null;
  name: string | null;
  note: Generated<string>;
  state: Generated<string>;
  reason: Generated<string>;
  decided_by_name: string | null;
  decided_at: Timestamp | null;
  created_at: Timestamp;
}

export interface ElectricityCredit {
  organization_id: string;
  id: string;
  meter_id: string;
  device_id: string;
  number: number;
  wh: number;
  entry_id: string | null;
  created_at: Timestamp;
  acknowledged_at: Timestamp | null;
}

export interface ElectricityCustomer {
  organization_id: string;
  id: string;
  kind: string;
  name: string;
  created_at: Timestamp;
}

export interface ElectricityDepartment {
  organization_id: string;
  id: string;
  customer_id: string;
  name: string;
  created_at: Timestamp;
}

export interface ElectricityEntry {
  organization_id: string;
  id: string;
  meter_id: string;
  kind: string;
  wh: number;
  source_id: string;
  reason: Generated<string>;
  actor_name: string;
  created_at: Timestamp;
}

export interface ElectricityEntryKey {
  organization_id: string;
  kind: string;
  source_id: string;
  id: string;
}

export interface ElectricityInvitation {
  organization_id: string;
  id: string;
  customer_id: string;
  role: string;
  code_hash: Buffer;
  expires_at: Timestamp;
  created_by_name: string;
  created_at: Timestamp;
  used_by: string | null;
  used_at: Timestamp | null;
}

export interface ElectricityKeypad {
  organization_id: string;
  meter_id: string;
  kind: string;
  unit_wh: number;
  credited_wh: Generated<number>;
  given_wh: Generated<number>;
  key: string | null;
  starting_code: number | null;
  extended: Generated<boolean>;
  restricted: Generated<boolean>;
  count: Generated<number>;
  supply_group: string | null;
  tariff_index: number | null;
  key_revision: number | null;
  updated_at: Timestamp;
}

export interface ElectricityMember {
  organization_id: string;
  customer_id: string;
  account_id: string;
  role: string;
  created_at: Timestamp;
}

export interface ElectricityMeter {
  organization_id: string;
  id: string;
  number: string;
  name: Generated<string>;
  place: Generated<string>;
  customer_id: string | null;
  building_id: string | null;
  department_id: string | null;
  state: Generated<string>;
  tariff_class: string;
  device_id: string | null;
  claim_code_hash: Buffer | null;
  claim_code_expires_at: Timestamp | null;
  history_from: Timestamp | null;
  history_on: string | null;
  created_at: Timestamp;
  updated_at: Timestamp;
}

export interface ElectricityMeterLimit {
  organization_id: string;
  meter_id: string;
  low_wh: number | null;
  day_wh: number | null;
  month_wh: number | null;
  updated_at: Timestamp;
}

export interface ElectricityNotice {
  organization_id: string;
  alert_id: string;
  account_id: string;
  state: string;
  due_at: Timestamp;
  ways: Generated<string[]>;
  settled_at: Timestamp | null;
}

export interface ElectricityNoticeChoice {
  organization_id: string;
  account_id: string;
  email: boolean;
  chat: boolean;
  sms: boolean;
  muted: string[];
  quiet_from: number | null;
  quiet_to: number | null;
  updated_at: Timestamp;
}

export interface ElectricityPurchase {
  organization_id: string;
  id: string;
  code: string;
  meter_id: string;
  account_id: string | null;
  conversation_id: string | null;
  tariff_id: string;
  tariff_class: string;
  month_on: string;
  amount_minor: number;
  currency: string;
  wh: number;
  working: Json;
  refunded_minor: Generated<number>;
  refunded_wh: Generated<number>;
  state: Generated<string>;
  payment_id: string;
  expires_at: Timestamp | null;
  credited_at: Timestamp | null;
  opened_by_name: string;
  created_at: Timestamp;
  updated_at: Timestamp;
}

export interface ElectricityReading {
  organization_id: string;
  id: string;
  meter_id: string;
  series: number;
  taken_at: Timestamp;
  register_wh: number;
  source: string;
  file_id: string | null;
  by_name: string;
  state: string;
  flag: string | null;
  used_wh: number | null;
  created_at: Timestamp;
}

export interface ElectricityReadingKey {
  organization_id: string;
  meter_id: string;
  series: number;
  taken_at: Timestamp;
  id: string;
}

export interface ElectricityRedemption {
  organization_id: string;
  id: string;
  meter_id: string;
  account_id: string | null;
  tariff_id: string | null;
  tariff_class: string | null;
  month_on: string | null;
  amount_minor: number | null;
  currency: string;
  wh: number;
  working: Json | null;
  by_name: string;
  created_at: Timestamp;
}

export interface ElectricityRefund {
  organization_id: string;
  id: string;
  purchase_id: string;
  meter_id: string;
  amount_minor: number;
  currency: string;
  wh: number;
  reason: string;
  by_name: string;
  created_at: Timestamp;
}

export interface ElectricityReportSent {
  organization_id: string;
  month_on: string;
  customer_id: string;
  account_id: string;
  ways: string[];
  sent_at: Timestamp;
}

export interface ElectricitySaleDay {
  organization_id: string;
  sold_on: string;
  meter_id: string;
  tariff_class: string;
  method: string;
  currency: string;
  sales: Generated<number>;
  amount_minor: Generated<number>;
  vat_minor: Generated<number>;
  wh: Generated<number>;
  refunds: Generated<number>;
  refunded_minor: Generated<number>;
  refunded_wh: Generated<number>;
}

export interface ElectricityTariff {
  organization_id: string;
  id: string;
  starts_on: string;
  name: string;
  currency: string;
  vat_basis_points: number;
  levy_basis_points: number;
  fee_minor: number;
  classes: Json;
  created_by_name: string;
  created_at: Timestamp;
  updated_at: Timestamp;
}

export interface ElectricityToken {
  organization_id: string;
  id: string;
  meter_id: string;
  kind: string;
  entry_id: string | null;
  source_id: string | null;
  wh: number;
  value: number | null;
  count: number | null;
  token: string | null;
  state: string;
  refusal: string | null;
  by_name: string;
  created_at: Timestamp;
}

export interface ElectricityTokenEntry {
  organization_id: string;
  entry_id: string;
  meter_id: string;
  created_at: Timestamp;
}

export interface ElectricityUsageDay {
  organization_id: string;
  meter_id: string;
  used_on: string;
  wh: number;
}

export interface ElectricityUsageHour {
  organization_id: string;
  meter_id: string;
  at: Timestamp;
  wh: number;
}

export interface ElectricityUsageMonth {
  organization_id: string;
  meter_id: string;
  month_on: string;
  wh: number;
}

export interface ElectricityVoucher {
  organization_id: string;
  id: string;
  batch_id: string;
  number: number;
  code_hash: Buffer;
  last4: string;
  state: Generated<string>;
  sold_at: Timestamp | null;
  sold_by_name: string | null;
  agent_id: string | null;
  updated_at: Timestamp;
}

export interface ElectricityVoucherBatch {
  organization_id: string;
  id: string;
  code: string;
  name: string;
  count: number;
  amount_minor: number | null;
  wh: number | null;
  price_minor: number;
  currency: string;
  expires_at: Timestamp;
  print_secret: string | null;
  created_by_name: string;
  created_at: Timestamp;
  updated_at: Timestamp;
}

export interface ElectricityVoucherDay {
  organization_id: string;
  sold_on: string;
  batch_id: string;
  currency: string;
  sold: Generated<number>;
  amount_minor: Generated<number>;
  returned: Generated<number>;
  returned_minor: Generated<number>;
}

export interface ElectricityWatch {
  organization_id: string;
  meter_id: string;
  looked_at: Timestamp;
  seen_at: Timestamp;
}

export interface Exhibition {
  organization_id: string;
  id: string;
  name: string;
  prefix: string;
  currency: string;
  place: string | null;
  starts_on: string;
  ends_on: string;
  tax_label: string | null;
  tax_basis_points: number | null;
  created_at: Timestamp;
  updated_at: Timestamp;
  supply_state: string | null;
  enter_again: Generated<boolean>;
}

export interface ExhibitionBill {
  organization_id: string;
  id: string;
  customer_id: string | null;
  amount_minor: number;
  currency: string;
  description: Generated<string>;
  created_by_name: string;
  created_by_id: string | null;
  created_at: Timestamp;
  voided_at: Timestamp | null;
  voided_by_name: string | null;
  void_reason: string | null;
  exhibition_id: string;
  code: Generated<string>;
  paid_minor: Generated<number>;
  refunded_minor: Generated<number>;
  state: ColumnType<string, never, never>;
  discount_minor: Generated<number>;
  discount_reason: string | null;
  rounding_minor: Generated<number>;
  taxes: Json | null;
  stall_id: string | null;
  commission_basis_points: number | null;
}

export interface ExhibitionBillLine {
  organization_id: string;
  bill_id: string;
  position: number;
  item_id: string | null;
  name: string;
  code: string | null;
  hsn: string | null;
  unit: Generated<string>;
  quantity_milli: number;
  unit_price_minor: number;
  discount_minor: number;
  amount_minor: number;
  tax_basis_points: number | null;
  returned_milli: Generated<number>;
  returned_minor: Generated<number>;
  stall_id: string | null;
}

export interface ExhibitionCredit {
  organization_id: string;
  id: string;
  currency: string;
  customer_id: string | null;
  voucher_hash: string | null;
  balance_minor: Generated<number>;
  created_at: Timestamp;
}

export interface ExhibitionCreditMovement {
  organization_id: string;
  id: string;
  credit_id: string;
  payment_id: string;
  amount_minor: number;
  at: Timestamp;
}

export interface ExhibitionCustomer {
  organization_id: string;
  id: string;
  exhibition_id: string;
  currency: string;
  code: string;
  name: string;
  email: string;
  phone: string;
  bill_count: Generated<number>;
  total_minor: Generated<number>;
  created_at: Timestamp;
  updated_at: Timestamp;
  search_text: ColumnType<string, never, never>;
  paid_minor: Generated<number>;
  answers: ColumnType<any, string | undefined, string>;
  tax_number: Generated<string>;
  address: Generated<string>;
}

export interface ExhibitionDisplay {
  organization_id: string;
  device_id: string;
  shown: Json;
  bill_id: string | null;
  shown_at: Timestamp;
}

export interface ExhibitionEntrance {
  organization_id: string;
  device_id: string;
  exhibition_id: string;
}

export interface ExhibitionForm {
  organization_id: string;
  exhibition_id: string;
  code: string;
  open: Generated<boolean>;
  capacity: number | null;
  intro: Generated<string>;
  fields: ColumnType<any, string | undefined, string>;
  created_at: Timestamp;
  updated_at: Timestamp;
}

export interface ExhibitionItem {
  organization_id: string;
  id: string;
  exhibition_id: string;
  currency: string;
  name: string;
  code: string | null;
  price_minor: number;
  tax_basis_points: number | null;
  category: Generated<string>;
  quick_key: number | null;
  archived_at: Timestamp | null;
  created_at: Timestamp;
  updated_at: Timestamp;
  unit: Generated<string>;
  hsn: string | null;
  colour: string | null;
  image_file_id: string | null;
  variant_of: string | null;
  variant: string | null;
  stock_milli: number | null;
  stall_id: string | null;
}

export interface ExhibitionOfflineSale {
  organization_id: string;
  bill_id: string;
  sold_at: Timestamp;
  received_at: Timestamp;
  cashier_id: string | null;
  cashier_name: string;
  receipt_number: string | null;
  notes: string[];
  seen_at: Timestamp | null;
  seen_by_name: string | null;
  stall_id: string | null;
}

export interface ExhibitionStall {
  organization_id: string;
  id: string;
  exhibition_id: string;
  currency: string;
  name: string;
  code: string;
  contact: Generated<string>;
  commission_basis_points: number;
  account: string;
  drawer_id: string | null;
  archived_at: Timestamp | null;
  created_at: Timestamp;
  updated_at: Timestamp;
}

export interface ExhibitionStallPayout {
  organization_id: string;
  id: string;
  stall_id: string;
  amount_minor: number;
  currency: string;
  method: string;
  reference: Generated<string>;
  note: Generated<string>;
  beyond: boolean;
  ledger_entry_id: string;
  at: Timestamp;
  by_id: string | null;
  by_name: string;
}

export interface ExhibitionVisit {
  organization_id: string;
  id: string;
  exhibition_id: string;
  customer_id: string;
  day: string;
  at: Timestamp;
  received_at: Timestamp;
  offline: boolean;
  first: boolean;
  device_id: string;
  entrance: string;
  scan_key: string;
}

export interface ExhibitionWaiting {
  organization_id: string;
  id: string;
  exhibition_id: string;
  name: string;
  email: string;
  phone: string;
  answers: ColumnType<any, string | undefined, string>;
  language: string;
  created_at: Timestamp;
}

export interface File {
  organization_id: string;
  id: string;
  purpose: string;
  name: string;
  content_type: string;
  size_bytes: number;
  sha256: string;
  width: number | null;
  height: number | null;
  store: string;
  storage_key: string;
  permission: string;
  created_by_kind: string;
  created_by_id: string | null;
  created_at: ColumnType<Date, Date | string | undefined, Date | string>;
  deleted_at: Timestamp | null;
  purged_at: Timestamp | null;
  original_sha256: string | null;
  perceptual_hash: string | null;
}

export interface FileUpload {
  organization_id: string;
  storage_key: string;
  store: string;
  started_at: Timestamp;
}

export interface FirstRunToken {
  only_one: Generated<boolean>;
  token_hash: Buffer;
  created_at: ColumnType<Date, Date | string | undefined, Date | string>;
  used_at: Timestamp | null;
}

export interface IdempotencyKey {
  organization_id: string;
  actor_id: string;
  key: string;
  request_hash: string;
  answer: Json;
  created_at: ColumnType<Date, Date | string | undefined, Date | string>;
}

export interface Import {
  organization_id: string;
  id: string;
  name: string;
  file_id: string;
  fields: ColumnType<any, string | undefined, string>;
  state: Generated<string>;
  total: number;
  good: number;
  bad: number;
  broken_row: number | null;
  ignored: ColumnType<any, string | undefined, string>;
  faults: ColumnType<any, string | undefined, string>;
  sample: ColumnType<any, string | undefined, string>;
  task_id: string | null;
  last_row: Generated<number>;
  written: Generated<number>;
  refused: Generated<number>;
  created_by_kind: string;
  created_by_id: string | null;
  created_by_name: string;
  created_at: Timestamp;
  started_at: Timestamp | null;
  finished_at: Timestamp | null;
  duplicates: Generated<number>;
  choice: string | null;
  send: string | null;
  updated: Generated<number>;
  skipped: Generated<number>;
  mapping: Json | null;
  mapping_source: string | null;
  headings: ColumnType<any, string | undefined, string>;
  unused: ColumnType<any, string | undefined, string>;
  warnings: ColumnType<any, string | undefined, string>;
}

export interface ImportDuplicate {
  organization_id: string;
  import_id: string;
  row: number;
  cells: Json;
  column: string;
  first_row: number | null;
  existing: Json | null;
  choice: string | null;
}

export interface ImportFormat {
  organization_id: string;
  name: string;
  fingerprint: string;
  columns: Json;
  updated_at: Timestamp;
}

export interface ImportRefusedRow {
  organization_id: string;
  import_id: string;
  row: number;
  cells: Json;
  faults: Json;
}

export interface ImportWaiting {
  organization_id: string;
  import_id: string;
  subject_id: string;
}

export interface InboxEvent {
  organization_id: string;
  id: string;
  source: string;
  account: string;
  provider_id: string;
  address: string;
  kind: string;
  payload: Json;
  file_id: string | null;
  fault: string | null;
  state: Generated<string>;
  attempts: Generated<number>;
  next_attempt_at: Timestamp;
  last_error: string | null;
  received_at: Timestamp;
  processed_at: Timestamp | null;
  raw: Buffer | null;
}

export interface InboxEventKey {
  organization_id: string;
  source: string;
  account: string;
  provider_id: string;
  id: string;
}

export interface Installation {
  one: Generated<boolean>;
  id: Generated<string>;
  key_print: string | null;
}

export interface Invitation {
  organization_id: string;
  id: string;
  email: string;
  role: string;
  token_hash: Buffer;
  invited_by: string | null;
  expires_at: Timestamp;
  accepted_at: Timestamp | null;
  accepted_by: string | null;
  revoked_at: Timestamp | null;
  created_at: ColumnType<Date, Date | string | undefined, Date | string>;
  updated_at: ColumnType<Date, Date | string | undefined, Date | string>;
  link_hash: Buffer | null;
  limit_kind: string | null;
  limit_id: string | null;
  staff_role: string | null;
}

export interface LedgerAccount {
  organization_id: string;
  code: string;
  created_at: Timestamp;
}

export interface LedgerEntry {
  organization_id: string;
  id: string;
  at: Timestamp;
  kind: string;
  memo: Generated<string>;
  subject_type: string | null;
  subject_id: string | null;
  reverses: string | null;
  actor_name: string;
  written_in: Generated<string>;
}

export interface LedgerLine {
  organization_id: string;
  entry_id: string;
  line: number;
  account: string;
  amount_minor: number;
  currency: string;
}

export interface MediaUse {
  organization_id: string;
  day: string;
  source: string;
  bytes: number;
}

export interface Membership {
  organization_id: string;
  user_id: string;
  role: string;
  created_at: ColumnType<Date, Date | string | undefined, Date | string>;
  updated_at: ColumnType<Date, Date | string | undefined, Date | string>;
  limit_kind: string | null;
  limit_id: string | null;
  role_since: Timestamp | null;
  staff_role: string | null;
  digest: Generated<boolean>;
  digest_on: string | null;
}

export interface MessAnnouncement {
  organization_id: string;
  id: string;
  text: string;
  notified: number;
  created_by_name: string;
  created_at: Timestamp;
}

export interface MessClosure {
  organization_id: string;
  id: string;
  from_on: string;
  to_on: string;
  meal_id: string | null;
  reason: string;
  created_by_name: string;
  created_at: Timestamp;
  cancelled_at: Timestamp | null;
}

export interface MessCodePhone {
  organization_id: string;
  id: string;
  student_id: string;
  link_hash: Buffer;
  link_until: Timestamp;
  key_hash: Buffer | null;
  opened_at: Timestamp | null;
  last_seen_at: Timestamp | null;
  ended_at: Timestamp | null;
  created_at: Timestamp;
}

export interface MessCut {
  organization_id: string;
  id: string;
  student_id: string;
  from_on: string;
  to_on: string;
  state: string;
  merged_into: string | null;
  created_by_name: string;
  created_at: Timestamp;
  ended_at: Timestamp | null;
}

export interface MessCycle {
  organization_id: string;
  id: string;
  name: string;
  starts_on: string;
  ends_on: string;
  price_minor: number;
  currency: string;
  rebates_credited_at: Timestamp | null;
  created_at: Timestamp;
  updated_at: Timestamp;
}

export interface MessCyclePayment {
  organization_id: string;
  id: string;
  student_id: string;
  cycle_id: string;
  state: string;
  payment_id: string | null;
  price_minor: number;
  credit_minor: number;
  currency: string;
  grace_until: string | null;
  verified_at: Timestamp | null;
  created_at: Timestamp;
  updated_at: Timestamp;
  charges_minor: Generated<number>;
}

export interface MessMeal {
  organization_id: string;
  id: string;
  code: string;
  name: string;
  starts: string;
  ends: string;
  active: boolean;
  updated_at: Timestamp;
}

export interface MessMealCount {
  organization_id: string;
  service_on: string;
  meal_id: string;
  expected: number | null;
  forecast: number | null;
  kept_at: Timestamp | null;
  entitled: number | null;
  served: number | null;
  counted_at: Timestamp | null;
}

export interface MessMealPeriod {
  organization_id: string;
  meal_id: string;
  from_on: string;
  to_on: string | null;
}

export interface MessQrPicture {
  organization_id: string;
  student_id: string;
  mark: string;
  file_id: string;
}

export interface MessRebate {
  organization_id: string;
  id: string;
  student_id: string;
  cycle_id: string;
  kind: string;
  from_on: string;
  to_on: string;
  days: number;
  day_minor: number;
  amount_minor: number;
  currency: string;
  created_at: Timestamp;
  meal_id: string | null;
}

export interface MessScan {
  organization_id: string;
  id: string;
  nonce: string;
  code_hash: Buffer | null;
  device_id: string | null;
  device_name: string;
  at: Timestamp;
  device_at: Timestamp | null;
  received_at: Timestamp;
  skew_seconds: number | null;
  seq: number | null;
  offline: boolean;
  student_id: string | null;
  meal_id: string | null;
  service_on: string;
  allowed: boolean;
  reason: string | null;
  by_hand_reason: string | null;
  settle: string | null;
  decision: string | null;
  charge_minor: number | null;
  currency: string | null;
  ledger_entry_id: string | null;
  note: string | null;
  decided_at: Timestamp | null;
  decided_by_name: string | null;
}

export interface MessScanKey {
  organization_id: string;
  nonce: string;
  id: string;
}

export interface MessScanner {
  organization_id: string;
  device_id: string;
  stale_policy: Generated<string>;
  stale_minutes: Generated<number>;
  by_hand: boolean;
  last_seq: Generated<number>;
  roster_at: Timestamp | null;
}

export interface MessService {
  organization_id: string;
  student_id: string;
  service_on: string;
  meal_id: string;
  scan_id: string;
  at: Timestamp;
  notify: boolean;
  notified_at: Timestamp | null;
}

export interface MessStudent {
  organization_id: string;
  id: string;
  person_id: string;
  roll_number: string;
  room: string | null;
  photo_file_id: string | null;
  state: string;
  denial_reason: string | null;
  notify_meals: boolean;
  decided_at: Timestamp | null;
  decided_by_name: string | null;
  created_at: Timestamp;
  updated_at: Timestamp;
  changing_code: Generated<boolean>;
}

export interface Message {
  organization_id: string;
  id: string;
  channel: string;
  to_address: string;
  template: string;
  language: string;
  params: ColumnType<any, string | undefined, string>;
  state: Generated<string>;
  attempts: Generated<number>;
  deferrals: Generated<number>;
  next_attempt_at: ColumnType<Date, Date | string | undefined, Date | string>;
  lease_until: Timestamp | null;
  last_error: string | null;
  provider_id: string | null;
  subject: string | null;
  body_text: string | null;
  body_html: string | null;
  subject_type: string | null;
  subject_id: string | null;
  resent_as: string | null;
  created_at: ColumnType<Date, Date | string | undefined, Date | string>;
  sent_at: Timestamp | null;
  held_reason: string | null;
  delivered_at: Timestamp | null;
  read_at: Timestamp | null;
}

export interface MirrorBook {
  organization_id: string;
  lease_holder: string | null;
  lease_until: Timestamp | null;
  next_attempt_at: Timestamp;
  failures: Generated<number>;
  last_fault: string | null;
  last_error: string | null;
  last_error_at: Timestamp | null;
  last_success_at: Timestamp | null;
}

export interface MirrorRow {
  organization_id: string;
  id: string;
  seq: ColumnType<number, never, never>;
  event: string;
  cells: Json;
  at: Timestamp;
  state: Generated<string>;
  attempts: Generated<number>;
  left_at: Timestamp | null;
  settled_at: Timestamp | null;
  last_error: string | null;
}

export interface OptOut {
  organization_id: string;
  channel: string;
  address: string;
  source: string;
  since: Timestamp;
}

export interface Organization {
  id: string;
  name: string;
  slug: string;
  time_zone: string;
  currency: string;
  country: string;
  language: string;
  modules: Generated<string[]>;
  created_at: ColumnType<Date, Date | string | undefined, Date | string>;
  updated_at: ColumnType<Date, Date | string | undefined, Date | string>;
}

export interface OwnText {
  organization_id: string;
  language: string;
  key: string;
  text: string | null;
  updated_at: Timestamp;
}

export interface Payment {
  organization_id: string;
  id: string;
  reference: string;
  subject_type: string;
  subject_id: string;
  person_id: string | null;
  payer_name: Generated<string>;
  description: Generated<string>;
  base_minor: number;
  amount_minor: number;
  own_amount: Generated<boolean>;
  currency: string;
  method: string;
  state: Generated<string>;
  late: Generated<boolean>;
  transaction_reference: string | null;
  transaction_key: ColumnType<string | null, never, never>;
  first_approval_by_id: string | null;
  first_approval_by_name: string | null;
  first_approval_at: Timestamp | null;
  decided_by_id: string | null;
  decided_by_name: string | null;
  decided_at: Timestamp | null;
  denial_reason: string | null;
  owed: Generated<boolean>;
  ledger_entry_id: string | null;
  expires_at: Timestamp | null;
  submitted_at: Timestamp | null;
  created_at: Timestamp;
  updated_at: Timestamp;
  search_text: ColumnType<string, never, never>;
  refunded_minor: Generated<number>;
}

export interface PaymentAttempt {
  organization_id: string;
  id: string;
  payment_id: string;
  kind: string;
  charge_id: string | null;
  provider: string;
  account: string;
  state: Generated<string>;
  provider_id: string | null;
  link: string | null;
  expires_at: Timestamp | null;
  payer: string | null;
  amount_minor: number;
  currency: string;
  fee_minor: number | null;
  received_minor: number | null;
  received_currency: string | null;
  received_payer: string | null;
  received_fee_minor: number | null;
  received_fee_currency: string | null;
  fee_payment_id: string | null;
  surplus_payment_id: string | null;
  reason: string | null;
  note: string | null;
  polls: Generated<number>;
  next_poll_at: Timestamp | null;
  alert_at: Timestamp;
  last_error: string | null;
  started_by_name: string;
  created_at: Timestamp;
  updated_at: Timestamp;
  settled_at: Timestamp | null;
}

export interface PaymentEvent {
  organization_id: string;
  id: string;
  payment_id: string;
  at: Timestamp;
  what: string;
  from_state: string | null;
  to_state: string;
  actor_name: string;
  note: string | null;
}

export interface PaymentNotice {
  organization_id: string;
  id: string;
  payment_id: string;
  attempt_id: string;
  provider: string;
  kind: string;
  provider_id: string;
  state: string;
  amount_minor: number;
  currency: string;
  reason: string | null;
  booked: Generated<boolean>;
  done_at: Timestamp | null;
  done_by_name: string | null;
  done_note: string | null;
  created_at: Timestamp;
  updated_at: Timestamp;
}

export interface PaymentProof {
  organization_id: string;
  id: string;
  payment_id: string;
  file_id: string | null;
  original_sha256: string | null;
  perceptual_hash: string | null;
  transaction_reference: string | null;
  transaction_key: ColumnType<string | null, never, never>;
  caption: Generated<string>;
  conversation_id: string | null;
  event_id: string | null;
  submitted_at: Timestamp;
}

export interface PaymentProofKey {
  organization_id: string;
  key: string;
  proof_id: string;
}

export interface PaymentProofMatch {
  organization_id: string;
  proof_id: string;
  other_proof_id: string;
  kind: string;
  share: number;
}

export interface PaymentProofReading {
  organization_id: string;
  proof_id: string;
  payment_id: string;
  legible: boolean;
  lines: string[];
  confidence: number;
  row_hashes: string[];
  amount_minor: number | null;
  paid_on: string | null;
  paid_time: string | null;
  payer: string | null;
  reference: string | null;
  reference_key: ColumnType<string | null, never, never>;
  numbers: string[];
  read_at: Timestamp;
}

export interface Person {
  organization_id: string;
  id: string;
  name: string;
  phone: string | null;
  email: string | null;
  language: string;
  created_at: Timestamp;
  updated_at: Timestamp;
  search_text: ColumnType<string, never, never>;
}

export interface PersonErasure {
  organization_id: string;
  id: string;
  kind: string;
  subject_id: string;
  state: string;
  requested_by_name: string;
  requested_at: Timestamp;
  ended_at: Timestamp | null;
}

export interface PortalAccount {
  organization_id: string;
  id: string;
  person_id: string;
  email: string | null;
  phone: string | null;
  password_hash: string | null;
  created_at: Timestamp;
}

export interface PortalChatCode {
  organization_id: string;
  account_id: string;
  code_hash: Buffer;
  expires_at: Timestamp;
}

export interface PortalCode {
  organization_id: string;
  address: string;
  code_hash: Buffer;
  failures: Generated<number>;
  expires_at: Timestamp;
  asked_from: string | null;
}

export interface PortalLink {
  organization_id: string;
  account_id: string;
  subject: string;
  created_at: Timestamp;
}

export interface PublicCode {
  kind: string;
  code: string;
  organization_id: string;
  subject_id: string;
}

export interface Raffle {
  organization_id: string;
  id: string;
  code: string;
  title: string;
  description: Generated<string>;
  ticket_price_minor: number;
  currency: string;
  first_number: number;
  last_number: number;
  digits: ColumnType<number, never, never>;
  active: Generated<boolean>;
  picture_file_id: string | null;
  draw_on: string | null;
  per_person_limit: number | null;
  reservation_minutes: Generated<number>;
  frozen_at: Timestamp | null;
  created_at: Timestamp;
  updated_at: Timestamp;
}

export interface RaffleDraw {
  organization_id: string;
  id: string;
  raffle_id: string;
  sequence: number;
  computation: number;
  state: string;
  list_text: string;
  list_hash: string;
  entries: number;
  winners_wanted: number;
  seed_source: string;
  seed: string | null;
  winners: number[] | null;
  redraw_of: string | null;
  reason: string | null;
  frozen_at: Timestamp;
  frozen_by_name: string;
  drawn_at: Timestamp | null;
  drawn_by_name: string | null;
}

export interface RaffleNumber {
  organization_id: string;
  raffle_id: string;
  number: number;
  state: Generated<string>;
  order_id: string | null;
  reserved_until: Timestamp | null;
}

export interface RaffleOrder {
  organization_id: string;
  id: string;
  raffle_id: string;
  code: string;
  person_id: string | null;
  conversation_id: string | null;
  contact_name: Generated<string>;
  contact_phone: string | null;
  numbers: number[];
  unit_price_minor: number;
  amount_minor: number;
  currency: string;
  state: string;
  reserved_until: Timestamp | null;
  payment_id: string | null;
  confirmed_at: Timestamp | null;
  paid_at: Timestamp | null;
  ended_at: Timestamp | null;
  end_reason: string | null;
  ticket_file_id: string | null;
  notified: Generated<string[]>;
  created_by_name: string;
  created_at: Timestamp;
  updated_at: Timestamp;
  changed_in: Generated<string>;
  held_from: string | null;
  stranger: Generated<boolean>;
}

export interface SandboxTransfer {
  organization_id: string;
  id: string;
  reference: string;
  kind: string;
  amount_minor: number;
  currency: string;
  callback_url: Generated<string>;
  return_url: Generated<string>;
  state: string;
  settles_at: Timestamp | null;
  created_at: Timestamp;
}

export interface SchemaMigration {
  name: string;
  package: string;
  sha256: string;
  applied_at: ColumnType<Date, Date | string | undefined, Date | string>;
}

export interface Setting {
  organization_id: string;
  module: string;
  values: ColumnType<any, string | undefined, string>;
  created_at: ColumnType<Date, Date | string | undefined, Date | string>;
  updated_at: ColumnType<Date, Date | string | undefined, Date | string>;
}

export interface SettingChange {
  organization_id: string;
  id: string;
  module: string;
  changed_at: Timestamp;
  before: Json;
  changed_by_id: string | null;
}

export interface StaffChat {
  organization_id: string;
  conversation_id: string;
  user_id: string;
  linked_at: Timestamp;
}

export interface StaffCode {
  organization_id: string;
  user_id: string;
  code_hash: Buffer;
  expires_at: Timestamp;
}

export interface StaffRole {
  organization_id: string;
  id: string;
  key: string;
  name: string | null;
  permissions: string[];
  pages: string[];
  created_at: ColumnType<Date, Date | string | undefined, Date | string>;
  updated_at: ColumnType<Date, Date | string | undefined, Date | string>;
}

export interface Statement {
  organization_id: string;
  id: string;
  file_name: string;
  format_id: string;
  currency: string;
  from_on: string;
  to_on: string;
  lines: number;
  known: number;
  outgoing: number;
  created_by_name: string;
  created_at: Timestamp;
  other_keys: Generated<string[]>;
}

export interface StatementFormat {
  organization_id: string;
  id: string;
  name: string;
  fingerprint: string;
  mapping: Json;
  created_at: Timestamp;
  updated_at: Timestamp;
}

export interface StatementLine {
  organization_id: string;
  id: string;
  statement_id: string;
  format_id: string;
  row: number;
  day: string;
  at: Timestamp | null;
  amount_minor: number;
  currency: string;
  text: Generated<string>;
  payer: Generated<string>;
  transaction_reference: string | null;
  transaction_key: ColumnType<string | null, never, never>;
  hash: string;
  occurrence: number;
  state: Generated<string>;
  payment_id: string | null;
  certainty: string | null;
  because: string | null;
  decided_by_name: string | null;
  decided_at: Timestamp | null;
  note: string | null;
  created_at: Timestamp;
  keys: ColumnType<string[], never, never>;
  further: Generated<boolean>;
}

export interface StatementPart {
  organization_id: string;
  line_id: string;
  payment_id: string;
  amount_minor: number;
  created_at: Timestamp;
}

export interface Task {
  organization_id: string;
  id: string;
  kind: string;
  params: ColumnType<any, string | undefined, string>;
  state: Generated<string>;
  done: Generated<number>;
  total: number | null;
  note: string | null;
  result: Json | null;
  error: string | null;
  job_id: string | null;
  created_by_kind: string;
  created_by_id: string | null;
  created_by_name: string;
  created_at: ColumnType<Date, Date | string | undefined, Date | string>;
  started_at: Timestamp | null;
  updated_at: ColumnType<Date, Date | string | undefined, Date | string>;
  finished_at: Timestamp | null;
}

export interface TillApproval {
  organization_id: string;
  id: string;
  what: string;
  subject_id: string;
  up_to_minor: number | null;
  way: string;
  asker_id: string;
  asker_name: string;
  approver_id: string;
  approver_name: string;
  created_at: Timestamp;
  expires_at: Timestamp;
  used_at: Timestamp | null;
}

export interface TillDrawer {
  organization_id: string;
  id: string;
  code: string;
  name: string;
  currency: string;
  shared: Generated<boolean>;
  archived_at: Timestamp | null;
  created_at: Timestamp;
  updated_at: Timestamp;
  owner_account: string | null;
}

export interface TillMovement {
  organization_id: string;
  id: string;
  session_id: string;
  kind: string;
  amount_minor: number;
  total_minor: number;
  method: string | null;
  subject_type: string | null;
  subject_label: string | null;
  taxes: Json | null;
  payment_id: string | null;
  ledger_entry_id: string | null;
  reason: Generated<string>;
  at: Timestamp;
  actor_id: string | null;
  actor_name: string;
  approved_by_id: string | null;
  approved_by_name: string | null;
  sold_at: Timestamp | null;
  late: Generated<boolean>;
}

export interface TillPin {
  organization_id: string;
  user_id: string;
  hash: string;
  set_at: Timestamp;
}

export interface TillSession {
  organization_id: string;
  id: string;
  drawer_id: string;
  currency: string;
  alone: boolean;
  cashier_id: string;
  cashier_name: string;
  opened_at: Timestamp;
  float_minor: number;
  closed_at: Timestamp | null;
  closed_by_id: string | null;
  closed_by_name: string | null;
  close_reason: string | null;
  counts: Json | null;
  counted_minor: number | null;
  expected_minor: number | null;
  difference_minor: number | null;
  difference_reason: string | null;
  difference_by_name: string | null;
  owner_account: string | null;
}

export interface WaitingDevice {
  organization_id: string;
  id: string;
  user_id: string;
  session_id: string;
  endpoint_hash: Buffer;
  sealed: string;
  user_agent: string | null;
  told: ColumnType<any, string | undefined, string>;
  looked_at: Timestamp;
  failures: Generated<number>;
  next_at: Timestamp;
  sent_at: Timestamp | null;
  created_at: Timestamp;
}

export interface WebChatUpload {
  organization_id: string;
  id: string;
  visitor_id: string;
  name: string;
  bytes: Buffer;
  received_at: Timestamp;
}

export interface WebhookCursor {
  only_row: Generated<boolean>;
  read_below: number | null;
}

export interface WebhookDelivery {
  organization_id: string;
  id: string;
  seq: ColumnType<number, never, never>;
  endpoint_id: string;
  event: string;
  subject_type: string;
  subject_id: string;
  payload: string;
  at: Timestamp;
  state: Generated<string>;
  next_attempt_at: Timestamp;
  give_up_at: Timestamp;
  attempts: Generated<number>;
  tries: ColumnType<any, string | undefined, string>;
  settled_at: Timestamp | null;
}

export interface WebhookEndpoint {
  organization_id: string;
  id: string;
  name: string;
  url: string;
  events: string[];
  active: Generated<boolean>;
  gone_at: Timestamp | null;
  secret: string;
  previous_secret: string | null;
  previous_until: Timestamp | null;
  since_xact: number;
  created_at: Timestamp;
}

export interface WebhookEvent {
  organization_id: string;
  id: Generated<string>;
  at: Timestamp;
  event: string;
  subject_type: string;
  subject_id: string;
  xact: number;
}

export interface DB {
  api_key: ApiKey;
  audit_entry: AuditEntry;
  audit_head: AuditHead;
  audit_redaction: AuditRedaction;
  audit_seal: AuditSeal;
  audit_watermark: AuditWatermark;
  auth_account: AuthAccount;
  auth_passkey: AuthPasskey;
  auth_refresh_token: AuthRefreshToken;
  auth_session: AuthSession;
  auth_throttle: AuthThrottle;
  auth_two_factor: AuthTwoFactor;
  auth_user: AuthUser;
  auth_verification: AuthVerification;
  backup: Backup;
  channel_receiving: ChannelReceiving;
  coffee_alarm: CoffeeAlarm;
  coffee_batch: CoffeeBatch;
  coffee_bin: CoffeeBin;
  coffee_charge: CoffeeCharge;
  coffee_command: CoffeeCommand;
  coffee_day: CoffeeDay;
  coffee_hour: CoffeeHour;
  coffee_location: CoffeeLocation;
  coffee_machine: CoffeeMachine;
  coffee_material: CoffeeMaterial;
  coffee_merchant: CoffeeMerchant;
  coffee_notice_choice: CoffeeNoticeChoice;
  coffee_order: CoffeeOrder;
  coffee_order_item: CoffeeOrderItem;
  coffee_order_key: CoffeeOrderKey;
  coffee_package: CoffeePackage;
  coffee_package_recipe: CoffeePackageRecipe;
  coffee_product_day: CoffeeProductDay;
  coffee_recipe: CoffeeRecipe;
  coffee_recipe_version: CoffeeRecipeVersion;
  coffee_refill: CoffeeRefill;
  coffee_refund: CoffeeRefund;
  coffee_rollout: CoffeeRollout;
  coffee_rollout_machine: CoffeeRolloutMachine;
  coffee_scope_hour: CoffeeScopeHour;
  coffee_service_hours: CoffeeServiceHours;
  coffee_status: CoffeeStatus;
  coffee_status_hour: CoffeeStatusHour;
  coffee_status_progress: CoffeeStatusProgress;
  coffee_stock_span: CoffeeStockSpan;
  coffee_use_day: CoffeeUseDay;
  coffee_watch: CoffeeWatch;
  conversation: Conversation;
  conversation_message: ConversationMessage;
  conversation_message_key: ConversationMessageKey;
  conversation_state: ConversationState;
  credential: Credential;
  credential_key: CredentialKey;
  database_login: DatabaseLogin;
  demo_part: DemoPart;
  device: Device;
  device_token: DeviceToken;
  document: Document;
  document_block: DocumentBlock;
  document_counter: DocumentCounter;
  electricity_agent: ElectricityAgent;
  electricity_agent_close: ElectricityAgentClose;
  electricity_agent_move: ElectricityAgentMove;
  electricity_alert: ElectricityAlert;
  electricity_balance: ElectricityBalance;
  electricity_building: ElectricityBuilding;
  electricity_claim: ElectricityClaim;
  electricity_credit: ElectricityCredit;
  electricity_customer: ElectricityCustomer;
  electricity_department: ElectricityDepartment;
  electricity_entry: ElectricityEntry;
  electricity_entry_key: ElectricityEntryKey;
  electricity_invitation: ElectricityInvitation;
  electricity_keypad: ElectricityKeypad;
  electricity_member: ElectricityMember;
  electricity_meter: ElectricityMeter;
  electricity_meter_limit: ElectricityMeterLimit;
  electricity_notice: ElectricityNotice;
  electricity_notice_choice: ElectricityNoticeChoice;
  electricity_purchase: ElectricityPurchase;
  electricity_reading: ElectricityReading;
  electricity_reading_key: ElectricityReadingKey;
  electricity_redemption: ElectricityRedemption;
  electricity_refund: ElectricityRefund;
  electricity_report_sent: ElectricityReportSent;
  electricity_sale_day: ElectricitySaleDay;
  electricity_tariff: ElectricityTariff;
  electricity_token: ElectricityToken;
  electricity_token_entry: ElectricityTokenEntry;
  electricity_usage_day: ElectricityUsageDay;
  electricity_usage_hour: ElectricityUsageHour;
  electricity_usage_month: ElectricityUsageMonth;
  electricity_voucher: ElectricityVoucher;
  electricity_voucher_batch: ElectricityVoucherBatch;
  electricity_voucher_day: ElectricityVoucherDay;
  electricity_watch: ElectricityWatch;
  exhibition: Exhibition;
  exhibition_bill: ExhibitionBill;
  exhibition_bill_line: ExhibitionBillLine;
  exhibition_credit: ExhibitionCredit;
  exhibition_credit_movement: ExhibitionCreditMovement;
  exhibition_customer: ExhibitionCustomer;
  exhibition_display: ExhibitionDisplay;
  exhibition_entrance: ExhibitionEntrance;
  exhibition_form: ExhibitionForm;
  exhibition_item: ExhibitionItem;
  exhibition_offline_sale: ExhibitionOfflineSale;
  exhibition_stall: ExhibitionStall;
  exhibition_stall_payout: ExhibitionStallPayout;
  exhibition_visit: ExhibitionVisit;
  exhibition_waiting: ExhibitionWaiting;
  file: File;
  file_upload: FileUpload;
  first_run_token: FirstRunToken;
  idempotency_key: IdempotencyKey;
  import: Import;
  import_duplicate: ImportDuplicate;
  import_format: ImportFormat;
  import_refused_row: ImportRefusedRow;
  import_waiting: ImportWaiting;
  inbox_event: InboxEvent;
  inbox_event_key: InboxEventKey;
  installation: Installation;
  invitation: Invitation;
  ledger_account: LedgerAccount;
  ledger_entry: LedgerEntry;
  ledger_line: LedgerLine;
  media_use: MediaUse;
  membership: Membership;
  mess_announcement: MessAnnouncement;
  mess_closure: MessClosure;
  mess_code_phone: MessCodePhone;
  mess_cut: MessCut;
  mess_cycle: MessCycle;
  mess_cycle_payment: MessCyclePayment;
  mess_meal: MessMeal;
  mess_meal_count: MessMealCount;
  mess_meal_period: MessMealPeriod;
  mess_qr_picture: MessQrPicture;
  mess_rebate: MessRebate;
  mess_scan: MessScan;
  mess_scan_key: MessScanKey;
  mess_scanner: MessScanner;
  mess_service: MessService;
  mess_student: MessStudent;
  message: Message;
  mirror_book: MirrorBook;
  mirror_row: MirrorRow;
  opt_out: OptOut;
  organization: Organization;
  own_text: OwnText;
  payment: Payment;
  payment_attempt: PaymentAttempt;
  payment_event: PaymentEvent;
  payment_notice: PaymentNotice;
  payment_proof: PaymentProof;
  payment_proof_key: PaymentProofKey;
  payment_proof_match: PaymentProofMatch;
  payment_proof_reading: PaymentProofReading;
  person: Person;
  person_erasure: PersonErasure;
  portal_account: PortalAccount;
  portal_chat_code: PortalChatCode;
  portal_code: PortalCode;
  portal_link: PortalLink;
  public_code: PublicCode;
  raffle: Raffle;
  raffle_draw: RaffleDraw;
  raffle_number: RaffleNumber;
  raffle_order: RaffleOrder;
  sandbox_transfer: SandboxTransfer;
  schema_migration: SchemaMigration;
  setting: Setting;
  setting_change: SettingChange;
  staff_chat: StaffChat;
  staff_code: StaffCode;
  staff_role: StaffRole;
  statement: Statement;
  statement_format: StatementFormat;
  statement_line: StatementLine;
  statement_part: StatementPart;
  task: Task;
  till_approval: TillApproval;
  till_drawer: TillDrawer;
  till_movement: TillMovement;
  till_pin: TillPin;
  till_session: TillSession;
  waiting_device: WaitingDevice;
  web_chat_upload: WebChatUpload;
  webhook_cursor: WebhookCursor;
  webhook_delivery: WebhookDelivery;
  webhook_endpoint: WebhookEndpoint;
  webhook_event: WebhookEvent;
}

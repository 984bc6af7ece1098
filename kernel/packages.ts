import { auditPackage } from './audit/index.ts';
import { auditHeadsPackage } from './audit-heads/index.ts';
import { authPackage } from './auth/index.ts';
import { backupPackage } from './backup/index.ts';
import { brandingPackage } from './branding/index.ts';
import { bulkPackage } from './bulk/index.ts';
import { channelSmsPackage } from './channel-sms/index.ts';
import { channelTelegramPackage } from './channel-telegram/index.ts';
import { channelWebPackage } from './channel-web/index.ts';
import { channelWhatsappPackage } from './channel-whatsapp/index.ts';
import { channelsPackage } from './channels/index.ts';
import { conversationsPackage } from './conversations/index.ts';
import { credentialsPackage } from './credentials/index.ts';
import { devicesPackage } from './devices/index.ts';
import { documentsPackage } from './documents/index.ts';
import { exportsPackage } from './exports/index.ts';
import { figuresPackage } from './figures/index.ts';
import { filesPackage } from './files/index.ts';
import { httpPackage } from './http/index.ts';
import { i18nPackage } from './i18n/index.ts';
import { importsPackage } from './imports/index.ts';
import { inboxPackage } from './inbox/index.ts';
import { installationPackage } from './installation/index.ts';
import { jobsPackage } from './jobs/index.ts';
import { ledgerPackage } from './ledger/index.ts';
import { messagesPackage } from './messages/index.ts';
import { mirrorPackage } from './mirror/index.ts';
import type { Manifest } from './module/index.ts';
import { mqttPackage } from './mqtt/index.ts';
import { observabilityPackage } from './observability/index.ts';
import { ocrPackage } from './ocr/index.ts';
import { paymentProofsPackage } from './payment-proofs/index.ts';
import { paymentProvidersPackage } from './payment-providers/index.ts';
import { paymentSandboxPackage } from './payment-sandbox/index.ts';
import { paymentsPackage } from './payments/index.ts';
import { peoplePackage } from './people/index.ts';
import { personalDataPackage } from './personal-data/index.ts';
import { portalPackage } from './portal/index.ts';
import { realtimePackage } from './realtime/index.ts';
import { retentionPackage } from './retention/index.ts';
import { searchPackage } from './search/index.ts';
import { settingsPackage } from './settings/index.ts';
import { staffPackage } from './staff/index.ts';
import { startPackage } from './start/index.ts';
import { statementsPackage } from './statements/index.ts';
import { subjectNamesPackage } from './subject-names/index.ts';
import { tenancyPackage } from './tenancy/index.ts';
import { textsPackage } from './texts/index.ts';
import { tillPackage } from './till/index.ts';
import { waitingPackage } from './waiting/index.ts';
import { webhooksPackage } from './webhooks/index.ts';

/** The kernel's packages in the order in which they start; each finds the ones before it in `boot.services`. */
export const packages: Manifest[] = [
  observabilityPackage,
  i18nPackage,
  httpPackage,
  realtimePackage,
  subjectNamesPackage,
  auditPackage,
  jobsPackage,
  retentionPackage,
  settingsPackage,
  textsPackage,
  brandingPackage,
  messagesPackage,
  auditHeadsPackage,
  credentialsPackage,
  documentsPackage,
  tenancyPackage,
  authPackage,
  devicesPackage,
  mqttPackage,
  filesPackage,
  installationPackage,
  backupPackage,
  exportsPackage,
  importsPackage,
  peoplePackage,
  portalPackage,
  inboxPackage,
  channelsPackage,
  channelWebPackage,
  channelWhatsappPackage,
  channelTelegramPackage,
  channelSmsPackage,
  conversationsPackage,
  staffPackage,
  ledgerPackage,
  tillPackage,
  ocrPackage,
  paymentsPackage,
  paymentProvidersPackage,
  paymentProofsPackage,
  paymentSandboxPackage,
  statementsPackage,
  mirrorPackage,
  webhooksPackage,
  personalDataPackage,
  startPackage,
  searchPackage,
  waitingPackage,
  figuresPackage,
  bulkPackage,
];

import { auditRoom } from './audit/index.ts';
import { auditHeadsRoom } from './audit-heads/index.ts';
import { authRoom } from './auth/index.ts';
import { channelsRoom } from './channels/index.ts';
import { conversationsRoom } from './conversations/index.ts';
import { credentialsRoom } from './credentials/index.ts';
import { devicesRoom } from './devices/index.ts';
import { documentsRoom } from './documents/index.ts';
import { exportsRoom } from './exports/index.ts';
import { filesRoom } from './files/index.ts';
import { httpRoom } from './http/index.ts';
import { i18nRoom } from './i18n/index.ts';
import { importsRoom } from './imports/index.ts';
import { inboxRoom } from './inbox/index.ts';
import { jobsRoom } from './jobs/index.ts';
import { ledgerRoom } from './ledger/index.ts';
import { messagesRoom } from './messages/index.ts';
import { mirrorRoom } from './mirror/index.ts';
import type { Manifest } from './module/index.ts';
import { observabilityRoom } from './observability/index.ts';
import { ocrRoom } from './ocr/index.ts';
import { paymentsRoom } from './payments/index.ts';
import { peopleRoom } from './people/index.ts';
import { portalRoom } from './portal/index.ts';
import { realtimeRoom } from './realtime/index.ts';
import { retentionRoom } from './retention/index.ts';
import { settingsRoom } from './settings/index.ts';
import { staffRoom } from './staff/index.ts';
import { tenancyRoom } from './tenancy/index.ts';

/** The kernel's rooms in the order in which they start; each finds the ones before it in `boot.house`. */
export const rooms: Manifest[] = [
  observabilityRoom,
  i18nRoom,
  httpRoom,
  realtimeRoom,
  auditRoom,
  jobsRoom,
  retentionRoom,
  settingsRoom,
  messagesRoom,
  auditHeadsRoom,
  credentialsRoom,
  documentsRoom,
  tenancyRoom,
  authRoom,
  devicesRoom,
  filesRoom,
  exportsRoom,
  importsRoom,
  peopleRoom,
  portalRoom,
  inboxRoom,
  channelsRoom,
  conversationsRoom,
  staffRoom,
  ledgerRoom,
  ocrRoom,
  paymentsRoom,
  mirrorRoom,
];

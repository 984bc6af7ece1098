/** The scanners at the door: devices (kernel/devices) of the mess's kinds. */
import type { Ctx } from '../../../kernel/ctx/index.ts';
import type { DeviceKind } from '../../../kernel/devices/index.ts';
import { roleOfKind, SCANNER, type ScannerRole, SUPERVISOR } from './scanner-kinds.rule.ts';

/** The permissions of scanners. A revoked or expired scanner keeps only the last one, to upload what it had scanned. */
export const SCAN_PERMISSION = 'mess.scan';
export const BY_HAND_PERMISSION = 'mess.scan.by_hand';
export const HAND_IN_PERMISSION = 'mess.scan.hand_in';

const common = {
  afterEnd: [HAND_IN_PERMISSION],
  // The link is sent in the evening and opened at the door in the morning.
  codeMinutes: 24 * 60,
  page: '/scanner/#code=',
};

export const scannerKinds: DeviceKind[] = [
  { kind: SCANNER, permissions: [SCAN_PERMISSION], ...common },
  { kind: SUPERVISOR, permissions: [SCAN_PERMISSION, BY_HAND_PERMISSION], ...common },
];

export type Scanner = { id: string; name: string; role: ScannerRole };

/**
 * The scanner that sent the request. Only devices have the permissions of its routes, so any other actor here is a bug.
 */
export function scannerOf({ actor }: Ctx): Scanner {
  if (actor.kind !== 'device') throw new Error('it is no scanner that asks');
  return { id: actor.id, name: actor.name, role: roleOfKind(actor.sort) };
}

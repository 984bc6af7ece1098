/** The kinds of devices that scan. A steward's sees allowed or refused; a supervisor's sees why, and may admit by hand. */
export const SCANNER = 'mess.scanner';
export const SUPERVISOR = 'mess.supervisor';
export const SCANNER_KINDS = [SCANNER, SUPERVISOR] as const;

export type ScannerRole = 'steward' | 'supervisor';
export const roleOfKind = (kind: string): ScannerRole => (kind === SUPERVISOR ? 'supervisor' : 'steward');
export const kindOfRole = (role: ScannerRole): string => (role === 'supervisor' ? SUPERVISOR : SCANNER);

/** The kinds of scanners. A steward's shows allowed or refused; a supervisor's shows why, and may admit by hand. */
export const SCANNER = 'mess.scanner';
export const SUPERVISOR = 'mess.supervisor';
export const SCANNER_KINDS = [SCANNER, SUPERVISOR] as const;

export type ScannerRole = 'steward' | 'supervisor';
export const roleOfKind = (kind: string): ScannerRole => (kind === SUPERVISOR ? 'supervisor' : 'steward');
export const kindOfRole = (role: ScannerRole): string => (role === 'supervisor' ? SUPERVISOR : SCANNER);

/** What a device signs of a scan that it judged without a network, so that nobody slips one into its queue or changes one. */
export type SignedScan = {
  nonce: string;
  seq: number;
  device_at: string;
  qr?: string | undefined;
  meal?: string | undefined;
  student_id?: string | undefined;
  allowed: boolean;
  reason?: string | null | undefined;
  by_hand_reason?: string | undefined;
};

/**
 * The text under the signature: ECDSA P-256 with SHA-256, as WebCrypto gives it (64 bytes, r and s). An array, since it has one
 * spelling only; P-256, because a browser of some years ago has it, unlike Ed25519.
 */
export function signedText(deviceId: string, scan: SignedScan): string {
  const { nonce, seq, device_at, qr, meal, student_id, allowed, reason, by_hand_reason } = scan;
  const optional = [qr, meal, student_id, reason, by_hand_reason].map((value) => value ?? '');
  return JSON.stringify(['counterfoil mess scan 1', deviceId, seq, nonce, device_at, allowed, ...optional]);
}

/** Beyond this a device's clock is noted as wrong: more than a slow request explains. Milliseconds. */
export const SKEW_NOTED_MS = 120_000;

/**
 * When a queued scan really was: the device's time set right by how far its clock is off now. Never in the future, never before 1970;
 * `skewMs` is above zero when the device is slow.
 */
export function trueTime(deviceAt: Date, skewMs: number, now: Date): Date {
  return new Date(Math.max(0, Math.min(deviceAt.getTime() + skewMs, now.getTime())));
}

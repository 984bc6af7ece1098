/**
 * What a device signs of a scan that it judged without a network, so that nobody can insert a scan into its queue or
 * change one.
 */
export type SignedScan = {
  nonce: string;
  seq: number;
  device_at: string;
  /** the code in clear, as older scanner versions stored it */
  qr?: string | undefined;
  /** the code, encrypted to the server's key */
  sealed?: string | undefined;
  meal?: string | undefined;
  student_id?: string | undefined;
  allowed: boolean;
  reason?: string | null | undefined;
  by_hand_reason?: string | undefined;
};

/**
 * The signed text: ECDSA P-256 with SHA-256, as WebCrypto gives it (64 bytes, r and s). A JSON array, because it has
 * only one spelling; P-256, because older browsers have it, unlike Ed25519.
 */
export function signedText(deviceId: string, scan: SignedScan): string {
  const { nonce, seq, device_at, qr, sealed, meal, student_id, allowed, reason, by_hand_reason } = scan;
  const optional = [sealed ?? qr, meal, student_id, reason, by_hand_reason].map((value) => value ?? '');
  const form = `counterfoil mess scan ${sealed === undefined ? 1 : 2}`;
  return JSON.stringify([form, deviceId, seq, nonce, device_at, allowed, ...optional]);
}

import { signText } from '../../../../../kernel/scanner/public/engine.ts';
import type { QueuedScan } from '../../contract.ts';
import { type SignedScan, signedText } from '../../queued-scan.rule.ts';

/** The scan with this phone's signature, as the queue stores it. */
export async function sign(keys: CryptoKeyPair, deviceId: string, scan: SignedScan): Promise<QueuedScan> {
  const signature = await signText(keys, signedText(deviceId, scan));
  return { ...(scan as Omit<QueuedScan, 'signature'>), signature };
}

import { randomBytes } from 'node:crypto';
import { qrSvg, renderQr } from '../kernel/credentials/index.ts';
import { type Measured, measure } from './load.ts';

export type QrFinding = { what: string; measured: Measured };

/** Pictures of a customer's QR code, one after the other in this process: the address as it stands in the e-mail. */
export async function qr(seconds: number): Promise<QrFinding[]> {
  // 140 characters are a token signed with Ed25519.
  const texts = Array.from(
    { length: 500 },
    () => `https://counterfoil.example.org/c/${randomBytes(105).toString('base64url')}`,
  );
  let at = 0;
  const next = () => texts[at++ % texts.length] as string;
  const pace = { clients: 1, seconds: Math.min(seconds, 4), warmUp: 1 };
  return [
    { what: 'SVG', measured: await measure(pace, async () => qrSvg(next())) },
    { what: 'PNG, 512 pixels', measured: await measure(pace, () => renderQr(next(), 'png')) },
  ];
}

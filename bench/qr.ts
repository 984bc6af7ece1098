import { randomBytes } from 'node:crypto';
import { qrSvg, renderQr } from '../kernel/credentials/index.ts';
import { compare, type Measured } from './load.ts';

export type QrFinding = { what: string; measured: Measured };

/** Makes pictures of a customer's QR code, one after the other in this process, with the address from the e-mail. */
export async function qr(seconds: number): Promise<QrFinding[]> {
  // 140 characters are a token signed with Ed25519.
  const texts = Array.from(
    { length: 500 },
    () => `https://counterfoil.example.org/c/${randomBytes(105).toString('base64url')}`,
  );
  let at = 0;
  const next = () => texts[at++ % texts.length] as string;
  const pace = { clients: 1, seconds };
  const [svg] = await compare(pace, [{ once: async () => qrSvg(next()) }]);
  const [png] = await compare(pace, [{ once: () => renderQr(next(), 'png') }]);
  return [
    { what: 'SVG', measured: svg as Measured },
    { what: 'PNG, 512 pixels', measured: png as Measured },
  ];
}

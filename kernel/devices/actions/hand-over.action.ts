import { qrSvg } from '../../credentials/index.ts';
import { type Ctx, orgOf } from '../../ctx/index.ts';
import { type Result, refuse } from '../../lib/result.ts';
import { hashCode, newCode } from '../codes.ts';
import type { HandedOver } from '../contract.ts';
import type { RegisteredKind } from '../kinds.ts';
import { findDevice } from '../queries/devices.ts';

/** A kind of device that the organization uses, or null. */
export function usedKind(ctx: Ctx, kind: string): RegisteredKind | null {
  const known = ctx.services.devices.kinds.get(kind);
  return known && (known.module === null || orgOf(ctx).modules.includes(known.module)) ? known : null;
}

/** A code for a device, and the columns that keep it. */
export function makeCode(ctx: Ctx, kind: RegisteredKind) {
  const code = newCode(orgOf(ctx).id);
  const code_expires_at = new Date(ctx.clock.now().getTime() + kind.codeMinutes * 60_000);
  return { code, columns: { code_hash: hashCode(ctx, code), code_expires_at } };
}

/** A device with its code, which is shown only once. */
export async function handOver(tx: Ctx, id: string, kind: RegisteredKind, code: string): Promise<Result<HandedOver>> {
  const device = await findDevice(tx, id);
  if (!device) return refuse('devices.not_found');
  // Behind #: browsers send that part to no server, so no log contains it.
  const url = kind.page ? `${tx.config.PUBLIC_URL.replace(/\/+$/, '')}${kind.page}${code}` : null;
  return { ok: true, data: { device, code, url, qr_svg: qrSvg(url ?? code, { size: 320 }) } };
}

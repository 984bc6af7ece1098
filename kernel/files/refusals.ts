import type { Ctx } from '../ctx/index.ts';
import { type Refusal, refuse } from '../lib/result.ts';
import { StoreError } from './stores/store.ts';

/** Refusal code → HTTP status. */
export const fileErrors: Record<string, number> = {
  'files.empty': 400,
  'files.too_large': 413,
  'files.kind_refused': 415,
  'files.heic': 415,
  'files.svg': 415,
  'files.image_too_large': 413,
  'files.image_broken': 422,
  'files.disk_full': 507,
  'files.store_unavailable': 503,
  'files.upload_expired': 409,
  'files.not_found': 404,
  'files.unknown_purpose': 400,
  'files.missing_part': 400,
  'files.bad_range': 416,
};

/** Turns a store's fault into a refusal, and logs the detail. Other errors are thrown on. */
export function storeRefusal(ctx: Ctx, error: unknown): Refusal {
  if (!(error instanceof StoreError)) throw error;
  ctx.log.error({ err: error, fault: error.fault }, 'file store failed');
  if (error.fault === 'full') return refuse('files.disk_full');
  return refuse(error.fault === 'missing' ? 'files.not_found' : 'files.store_unavailable');
}

/** Stores deliveries that could not be read, so that staff can see them and other events are not held up. */
import { createHash } from 'node:crypto';
import type { Ctx } from '../ctx/index.ts';
import { cleanText } from '../lib/clean-text.ts';
import { publish } from '../realtime/index.ts';
import { insertEvents } from './insert-events.ts';

/** Enough to see what it was; a stranger's data must not fill the table. */
const MAX_RAW_BYTES = 32 * 1024;

/**
 * Stores an event as failed, with its bytes as received and the reason. Its hash identifies it when it is delivered
 * again. Its content is never used as text.
 */
export async function setAside(
  ctx: Ctx,
  source: string,
  account: string,
  event: unknown,
  reason: string,
): Promise<void> {
  const raw = rawOf(event);
  const shown = cleanText(reason).slice(0, 500);
  ctx.log.warn({ source, bytes: raw.byteLength, reason: shown }, 'what came in was set aside');
  const [id] = await insertEvents(ctx, source, account, [
    {
      providerId: `set-aside:${createHash('sha256').update(raw).digest('hex')}`,
      address: '?',
      kind: 'message',
      payload: '{}',
      unreadable: { raw: raw.subarray(0, MAX_RAW_BYTES), reason: shown },
    },
  ]);
  if (id) publish(ctx, 'inbox.failed', id);
}

function rawOf(event: unknown): Buffer {
  const { payload, unreadable } = event as { payload?: unknown; unreadable?: unknown };
  try {
    return Buffer.from(JSON.stringify(payload ?? unreadable ?? event) ?? '');
  } catch {
    // It is nested deeper than the stack.
    return Buffer.from(`${typeof event}, not to be written down`);
  }
}

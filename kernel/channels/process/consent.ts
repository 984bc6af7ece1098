/**
 * The words with which people stop and restart our messages. They are recognized before any flow, in all languages at
 * once. On SMS the channel itself answers them. Elsewhere we confirm with one text, the last.
 */
import { audit } from '../../audit/index.ts';
import { type Ctx, inOrg, orgOf } from '../../ctx/index.ts';
import { t, texts } from '../../i18n/index.ts';
import { fold, foldWords } from '../../lib/fold.ts';
import { CONSENT, optIn, optOut } from '../../messages/index.ts';
import type { ConversationRow } from '../conversation.ts';
import { sendToConversationRow } from '../send-to-conversation.ts';
import type { ChatAdapter, InboundMessage } from '../types.ts';

export type Consent = 'stop' | 'start';

const known = new WeakMap<object, ReadonlyMap<string, Consent>>();

function words(): ReadonlyMap<string, Consent> {
  const all = texts();
  let found = known.get(all);
  if (!found) {
    const listed = (key: Consent) =>
      all.languages
        .flatMap((language) => foldWords(all.find(language, `chat.consent.${key}`) ?? ''))
        .map((word) => [word, key] as const);
    found = new Map([...listed('start'), ...listed('stop')]);
    known.set(all, found);
  }
  return found;
}

/**
 * The consent in a message: the whole message is one of the words, or the channel reports it. A deep link counts as a
 * start.
 */
export function consentOf(inbound: InboundMessage): Consent | null {
  if (inbound.consent) return inbound.consent;
  if (inbound.start !== undefined) return 'start';
  if (inbound.text === undefined || inbound.choiceId !== undefined || inbound.media) return null;
  return words().get(fold(inbound.text)) ?? null;
}

/**
 * Applies a message's effect on whether we may write to its sender, in the transaction of its event. Returns true when
 * that answers the message, so that no flow gets it: the person has just stopped, or had stopped before and wrote
 * something else.
 */
export async function processConsent(
  tx: Ctx,
  adapter: ChatAdapter | undefined,
  row: ConversationRow,
  inbound: InboundMessage,
  optedOut: boolean,
): Promise<boolean> {
  if (!adapter?.consent) return false;
  const wish = consentOf(inbound);
  if (wish === 'stop') {
    await recordOptOut(tx, row.channel, [row], row.address, 'word');
    if (adapter.consent === 'ours') await confirm(tx, row, 'stopped');
    return true;
  }
  if (!optedOut) return false;
  if (wish === 'start') {
    await optIn(tx, row.channel, row.address);
    await audit(tx, 'channels.opted_in', { subject: { type: 'conversation', id: row.id }, after: { by: 'word' } });
    return false;
  }
  if (adapter.consent === 'ours' && row.mode === 'flow') await confirm(tx, row, 'still_stopped');
  return true;
}

/** Records that an address has opted out; `rows` are its conversations. */
export async function recordOptOut(
  tx: Ctx,
  channel: string,
  rows: { id: string }[],
  address: string,
  by: 'word' | 'channel',
): Promise<void> {
  if (!(await optOut(tx, channel, address, by))) return;
  await tx.db
    .updateTable('conversation')
    .set({ blocked_at: tx.clock.now() })
    .where(inOrg(tx))
    .where('channel', '=', channel)
    .where('address', '=', address)
    .execute();
  for (const { id } of rows)
    await audit(tx, 'channels.opted_out', { subject: { type: 'conversation', id }, after: { by } });
}

async function confirm(tx: Ctx, row: ConversationRow, what: 'stopped' | 'still_stopped'): Promise<void> {
  const text = t(row.language, `chat.channels.${what}`, { organization: orgOf(tx).name });
  await sendToConversationRow(tx, row, { text, about: CONSENT }, { author: 'system' });
}

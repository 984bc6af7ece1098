/** Processes one event: all effects and its "processed" mark are one transaction. */
import type { Ctx } from '../../ctx/index.ts';
import { inOrg, orgOf } from '../../ctx/index.ts';
import { afterCommit, transaction } from '../../db/index.ts';
import { takeEvent, type Worked } from '../../inbox/index.ts';
import { ok, type Refusal, type Result } from '../../lib/result.ts';
import { applyStatus, optedOutSince, releaseHeld } from '../../messages/index.ts';
import { adapterOf } from '../channels-service.ts';
import { type ConversationRow, toConversation } from '../conversation.ts';
import { pauseAccount } from '../pause-account.ts';
import { pictureBefore } from '../queries/pictures-together.ts';
import { publishConversation } from '../send-to-conversation.ts';
import type { ChatAdapter, ChatInput, InboundMessage, InboundStatus, Turn } from '../types.ts';
import type { ChannelEvent } from './channel-event.ts';
import { consentOf, processConsent, recordOptOut } from './consent.ts';
import { conversationOf, inThread, lockConversation } from './conversation-of.ts';
import { processMove } from './process-move.ts';
import { showReadAndTyping } from './read-and-typing.ts';
import { chatInputOf, recordMessage } from './record-message.ts';
import { sendAsTemplate } from './send-as-template.ts';
import { answerUnobeyed, unobeyed } from './unobeyed.ts';

/**
 * A status may arrive before the answer to our own request, which contains the message's id. After this many minutes
 * the message is not ours.
 */
const EARLY_MINUTES = 10;

/**
 * Processes one event. Throws what the handler throws; then all of it is rolled back, and the event is tried again.
 * @param ctx the organization's, outside any transaction
 */
export async function processEvent(ctx: Ctx, adapter: ChatAdapter, event: ChannelEvent): Promise<Worked> {
  const inbound = adapter.read(event.payload);
  const outcome = await transaction(ctx, async (tx): Promise<Result<null>> => {
    const organizationId = orgOf(tx).id;
    const now = tx.clock.now();
    const [taken, row, optedOut] = await Promise.all([
      takeEvent(tx.db, organizationId, event.id, now),
      inbound?.kind === 'message' ? lockConversation(tx, event, inbound.address) : undefined,
      inbound?.kind === 'message' && adapter.consent ? optedOutSince(tx, event.channel, inbound.address) : null,
    ]);
    if (!taken) return TAKEN;
    if (inbound?.kind === 'status') {
      const known = await processStatus(tx, event, inbound);
      const age = now.getTime() - event.received_at.getTime();
      if (!known && age < EARLY_MINUTES * 60_000) return EARLY;
    }
    if (inbound?.kind === 'message')
      await processMessage(tx, event, inbound, {
        handle: true,
        row,
        optedOut: optedOut !== null,
        // Outside the transaction, which does not wait for it.
        answering: () => void (event.attempts === 0 && showReadAndTyping(ctx, adapter, event, true)),
      });
    if (inbound?.kind === 'moved') await processMove(tx, event, inbound);
    if (inbound?.kind === 'block') await recordBlock(tx, event, inbound.address, inbound.optedOut);
    return ok(null);
  });
  if (outcome.ok) return 'done';
  if (outcome === TAKEN) return 'taken';
  if (outcome === EARLY) return 'early';
  throw new Error(outcome.code);
}

/** Internal refusals that roll the transaction back, with the mark in it. */
const TAKEN: Refusal = { ok: false, code: 'taken' };
const EARLY: Refusal = { ok: false, code: 'early' };

type Processing = {
  /** false when answering failed for good: the message waits for staff */
  handle: boolean;
  /** the conversation, if the caller has locked it */
  row?: ConversationRow | undefined;
  /** the person had opted out */
  optedOut?: boolean;
  /** called before a flow answers */
  answering?(): void;
};

/** Stores a message in its conversation, releases held messages, and calls the handler. */
export async function processMessage(
  tx: Ctx,
  event: ChannelEvent,
  inbound: InboundMessage,
  { handle, row: locked, optedOut = false, answering }: Processing,
): Promise<string> {
  const row = await inThread(tx, locked ?? (await conversationOf(tx, event, inbound)), inbound.thread ?? null);
  const adapter = adapterOf(tx, event.channel);
  const input = await chatInputOf(tx, event, inbound);
  const word = adapter?.consent ? consentOf(inbound) : null;
  const silent = word === 'stop' || (optedOut && word !== 'start');
  const flows = handle ? tx.services.conversations : undefined;
  const waits = row.mode === 'staff' && row.taken_by_id === null;
  const answered = row.mode === 'flow' || (waits && flows?.returnsToFlow(tx, input));
  const held = answered && !silent && handle ? await unobeyed(tx, adapter, row, inbound, input) : null;
  const mayAnswer = answered && !silent && !held ? flows : undefined;
  const beside = mayAnswer ? await sentBeside(tx, row, event, input) : false;
  const handler = beside ? undefined : mayAnswer?.handle;
  const told = beside || held?.why === 'edited' || held?.why === 'late';
  if (handler) answering?.();
  const [message] = await Promise.all([
    recordMessage(tx, row, event, inbound, input, { forStaff: handler === undefined && !told, blocked: silent }),
    releaseHeld(tx, row.channel, [inbound.address, inbound.formerAddress ?? inbound.address]),
  ]);
  publishConversation(tx, row.id);
  if (inbound.noAnswer) return row.id;
  if (await processConsent(tx, adapter, row, inbound, optedOut)) return row.id;
  if (held) await answerUnobeyed(tx, row, held);
  if (handler) {
    const turn: Turn = {
      conversation: { ...toConversation(row), lastInboundAt: tx.clock.now() },
      input,
      message: { id: message.id, eventId: event.id, ...(inbound.origin && { origin: inbound.origin }) },
      ...(inbound.start !== undefined && { start: inbound.start }),
      ...(inbound.languageHint && { languageHint: inbound.languageHint }),
    };
    await handler(tx, turn);
  }
  return row.id;
}

/** Whether a picture belongs to the one before it, which has been answered: one answer is enough for an album. */
async function sentBeside(tx: Ctx, row: ConversationRow, event: ChannelEvent, input: ChatInput): Promise<boolean> {
  if (input.kind !== 'media' || !input.file) return false;
  const before = await pictureBefore(tx, row.id, { receivedAt: event.received_at });
  if (before === null || before === event.id) return false;
  const picture = { fileId: input.file.id, eventId: event.id, caption: input.caption };
  return (await tx.services.conversations?.alsoSent?.(tx, before, picture, row.id)) ?? true;
}

/** Applies a status. Returns whether its message is ours and known. */
async function processStatus(tx: Ctx, event: ChannelEvent, inbound: InboundStatus): Promise<boolean> {
  const message = await applyStatus(tx, event.channel, { ...inbound, againAfterMs: inbound.accountFaultMs });
  if (!message) return false;
  if (inbound.blocked || inbound.optedOut) await recordBlock(tx, event, message.to, inbound.optedOut);
  if (inbound.held && message.subject) await sendAsTemplate(tx, event.channel, message);
  const { accountFaultMs: retryAfterMs, error = '' } = inbound;
  if (retryAfterMs !== undefined)
    afterCommit(tx, () => pauseAccount(tx, event.channel, { error, retryAfterMs, channelDown: true }));
  if (message.subject?.type === 'conversation') publishConversation(tx, message.subject.id);
  return true;
}

async function recordBlock(tx: Ctx, event: ChannelEvent, address: string, optedOut = false): Promise<void> {
  const rows = await tx.db
    .updateTable('conversation')
    .set({ blocked_at: tx.clock.now() })
    .where(inOrg(tx))
    .where('channel', '=', event.channel)
    .where('account', '=', event.account)
    .where('address', '=', address)
    .returning('id')
    .execute();
  if (optedOut) await recordOptOut(tx, event.channel, rows, address, 'channel');
  for (const { id } of rows) publishConversation(tx, id);
}

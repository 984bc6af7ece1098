/** The web chat as a channel: its page reads the conversation itself, so nothing is sent. */
import { Type } from 'typebox';
import type { ChatAdapter, InboundMedia } from '../channels/index.ts';
import { inOrg, orgOf } from '../ctx/index.ts';
import { ok, refuse } from '../lib/result.ts';
import { defineSettings, getSettings } from '../settings/index.ts';
import { dropUpload } from './uploads.ts';

export const webChatSettings = defineSettings({
  module: 'web_chat',
  schema: Type.Object({
    open: Type.Boolean({ default: true }),
    // Within ten minutes: a hundred people of one school may start at once.
    new_per_address: Type.Integer({ default: 120, minimum: 1, maximum: 100_000 }),
  }),
});

/** The event as the page's routes store it. */
export type WebEvent = {
  nonce: string;
  visitor: string;
  at: string;
  text?: string;
  choice_id?: string;
  start?: string;
  upload_id?: string;
  name?: string;
  language?: string;
  /** `addressKey` of the client */
  origin?: string;
};

export const WEB_ACCOUNT = 'web';
const MAX_TEXT = 4000;

export const webAdapter: ChatAdapter = {
  name: 'web',
  settings: 'web_chat',
  // As many buttons as people read; longer lists are paged.
  limits: { buttons: 10, buttonLabel: 40, rows: 0, rowLabel: 0, rowDescription: 72, idBytes: 64, text: MAX_TEXT },
  windowHours: null,
  kind: null,
  read(payload) {
    const event = payload as WebEvent;
    const media: InboundMedia | undefined = event.upload_id
      ? { kind: /\.pdf$/i.test(event.name ?? '') ? 'document' : 'image', ref: event.upload_id, name: event.name ?? '' }
      : undefined;
    return {
      kind: 'message',
      providerId: providerIdOf(event.visitor, event.nonce),
      address: event.visitor,
      at: new Date(event.at),
      ...(event.text !== undefined && (media ? { caption: event.text } : { text: event.text })),
      ...(event.choice_id && { choiceId: event.choice_id }),
      ...(event.start && { start: event.start }),
      ...(event.language && { languageHint: event.language }),
      ...(event.origin && { origin: event.origin }),
      ...(media && { media }),
    };
  },
  async fetchMedia(ctx, _account, media) {
    const upload = await ctx.db
      .selectFrom('web_chat_upload')
      .select(['bytes', 'name'])
      .where(inOrg(ctx))
      .where('id', '=', String(media.ref))
      .executeTakeFirst();
    return upload ? ok(upload) : refuse('channels.media_gone');
  },
  // Counted by the visitor's address, on arrival.
  mediaIsCounted: true,
  mediaTaken: (tx, media) => dropUpload(tx, String(media.ref)),
  async describe(ctx) {
    const { open } = await getSettings(ctx, webChatSettings);
    return { ready: open, account: WEB_ACCOUNT };
  },
  linkTo(ctx, _, start) {
    const link = new URL(`/chat/${orgOf(ctx).slug}`, ctx.config.PUBLIC_URL);
    if (start) link.searchParams.set('start', start);
    return link.href;
  },
};

/** A message's id in this channel. The page chooses the nonce, so a repeated request is the same message. */
export const providerIdOf = (visitor: string, nonce: string) => `${visitor}:${nonce}`;

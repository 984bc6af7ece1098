import type { Due } from '../../inbox/index.ts';

/** An event of the inbox whose source is a channel. */
export type ChannelEvent = Due & { channel: string };

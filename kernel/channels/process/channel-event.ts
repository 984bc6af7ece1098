import type { Due } from '../../inbox/index.ts';

/** An inbox event whose source is a channel. */
export type ChannelEvent = Due & { channel: string };

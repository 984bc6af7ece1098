/** The same conversations over HTTP, with the channels' own formats, limits, order and pace. */
import { afterAll, beforeAll } from 'vitest';
import { openLibrary } from './test/library.ts';
import { openRealChannels, type RealChannels } from './test/real-channels.ts';
import { runTranscripts } from './test/transcripts.ts';

let channels: RealChannels;
beforeAll(async () => {
  channels = await openRealChannels();
  openLibrary(channels.app);
});
afterAll(() => channels?.close());

runTranscripts('kernel/conversations/test/*.{telegram,whatsapp}.*.transcript.txt', { place: async () => channels });

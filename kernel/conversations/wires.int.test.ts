/** The same conversations over HTTP, with the channels' own formats, limits, order and pace. */
import { afterAll, beforeAll } from 'vitest';
import { openLibrary } from './test/library.ts';
import { runTranscripts } from './test/transcripts.ts';
import { openWires, type Wires } from './test/wires.ts';

let wires: Wires;
beforeAll(async () => {
  wires = await openWires();
  openLibrary(wires.app);
});
afterAll(() => wires?.close());

runTranscripts('kernel/conversations/test/*.{telegram,whatsapp}.*.transcript.txt', { place: async () => wires });

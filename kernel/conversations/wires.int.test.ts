/** The same conversations over HTTP: the channels' own formats both ways, their limits, their order and their pace. */
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

/** The same conversations over HTTP, in the wire formats of Telegram and WhatsApp, each in a server of its own. */
import { runTranscripts } from '../../../kernel/conversations/test/transcripts.ts';
import { openWires } from '../../../kernel/conversations/test/wires.ts';
import { raffleHooks } from './transcript-hooks.ts';

runTranscripts('modules/raffle/chat/*.{telegram,whatsapp}.*.transcript.txt', {
  ...raffleHooks,
  async place() {
    const wires = await openWires();
    return { ...wires, leave: wires.close };
  },
});

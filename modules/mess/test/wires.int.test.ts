/** The same conversations over HTTP, in the wire formats of Telegram and WhatsApp, each in a server of its own. */
import { runTranscripts } from '../../../kernel/conversations/test/transcripts.ts';
import { openWires } from '../../../kernel/conversations/test/wires.ts';
import { messHooks } from './transcript-hooks.ts';

runTranscripts('modules/mess/**/*.{telegram,whatsapp}.*.transcript.txt', {
  ...messHooks,
  async place() {
    const wires = await openWires();
    return { ...wires, leave: wires.close };
  },
});

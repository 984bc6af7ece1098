/** The same conversations over HTTP, in the wire formats of Telegram and WhatsApp, each in a server of its own. */

import { openRealChannels } from '../../../kernel/conversations/test/real-channels.ts';
import { runTranscripts } from '../../../kernel/conversations/test/transcripts.ts';
import { messHooks } from './transcript-hooks.ts';

runTranscripts('modules/mess/**/*.{telegram,whatsapp}.*.transcript.txt', {
  ...messHooks,
  async place() {
    const channels = await openRealChannels();
    return { ...channels, leave: channels.close };
  },
});

import { runTranscripts } from '../../../kernel/conversations/test/transcripts.ts';
import { messHooks } from './transcript-hooks.ts';

runTranscripts('modules/mess/**/*.transcript.txt', messHooks);

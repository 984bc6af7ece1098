import { runTranscripts } from '../../../kernel/conversations/test/transcripts.ts';
import { raffleHooks } from './transcript-hooks.ts';

runTranscripts('modules/raffle/chat/*.transcript.txt', raffleHooks);

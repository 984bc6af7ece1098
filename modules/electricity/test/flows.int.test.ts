import { runTranscripts } from '../../../kernel/conversations/test/transcripts.ts';
import { electricityHooks } from './transcript-hooks.ts';

runTranscripts('modules/electricity/chat/*.transcript.txt', electricityHooks);

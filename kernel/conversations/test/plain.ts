import { unmarked } from '../../lib/chat-markup.ts';

/** The text without bold marks, which some channels convert. */
export const plain = (text: string) => unmarked(text);

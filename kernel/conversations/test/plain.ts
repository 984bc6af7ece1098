import { unmarked } from '../../lib/chat-markup.ts';

/** Without the marks of bold words, which some channels turn into something else. */
export const plain = (text: string) => unmarked(text);

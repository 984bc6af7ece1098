/** Without the marks of bold words, which some channels turn into something else. */
export const plain = (text: string) => text.replace(/\*([^*\n]+)\*/g, '$1');

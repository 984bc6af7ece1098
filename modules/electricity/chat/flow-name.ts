/** The chat flow's name. Buttons carry it, also in messages that no flow sends. */
export const FLOW = 'electricity.chat';

/** The chat flow's name: buttons carry it, also those in messages that no flow sends. */
export const FLOW = 'raffle.buy';

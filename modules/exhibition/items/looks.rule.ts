/** What the price of an item is for. */
export const UNITS = ['piece', 'kg'] as const;
export type Unit = (typeof UNITS)[number];

/** Colours of keys: few, so that a cashier tells them apart, and named, so that a dark screen has its own shades. */
export const COLOURS = ['grey', 'red', 'orange', 'yellow', 'green', 'teal', 'blue', 'violet', 'pink'] as const;
export type Colour = (typeof COLOURS)[number];

/** Quantities of materials: kept as integers of thousandths (mg, µl), shown in the unit itself (g, ml, pieces). */

/** `12.5` g → 12500; rounded to a thousandth. */
export const toMilli = (quantity: number): number => Math.round(quantity * 1000);

/** 12500 → `12.5`. */
export const fromMilli = (milli: number): number => milli / 1000;

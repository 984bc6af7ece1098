/** The safe: from it floats come, and into it goes what leaves a drawer. Cash without a till is there too. */
export const SAFE = 'assets:cash';
export const drawerAccount = (code: string): string => `${SAFE}:${code}`;
export const PAY_INS = 'income:till';
export const PAY_OUTS = 'expenses:till';
/** What counts were short of, less what they were over. */
export const DIFFERENCES = 'expenses:till_differences';

/** The path of a Chromium or Chrome that can be started, or undefined. CHROMIUM_PATH comes before all others. */
export function findChromium(env?: Record<string, string | undefined>): string | undefined;

/** The pages of every scanner, in Preact, and what they need of a browser. The kind's own page is its module's. */
export { thisPhone } from './browser.ts';
export { Camera } from './Camera.tsx';
export { installer, prepareInstall } from './install.ts';
export { LinkPage } from './LinkPage.tsx';
export { Nothing } from './Nothing.tsx';
export { rosterAge } from './roster-age.ts';
export { signal, wakeSound } from './signals.ts';
export { useScanner } from './useScanner.ts';

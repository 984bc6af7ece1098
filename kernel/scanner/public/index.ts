/** The pages of every scanner, in Preact, and what they need of a browser. The kind's own page is its module's. */
export { thisPhone } from './browser.ts';
export { Disk } from './disk.ts';
export { prepareInstall } from './install.ts';
export { endText, MorePanel } from './MorePanel.tsx';
export { rosterAge } from './roster-age.ts';
export { Stage } from './Stage.tsx';
export { StatusBar } from './StatusBar.tsx';
export { Unready } from './Unready.tsx';
export { useScanner } from './useScanner.ts';
export { useSteward } from './useSteward.ts';

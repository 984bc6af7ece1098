/** Public API of the installation package: which installation a process has opened, and with which key. */
import { definePackage } from '../module/index.ts';

export { claimInstallation, type Installation, installationOf, shortId } from './claim.ts';
export { folderId, leaveFolder } from './folder.ts';
export { placeOf, refuseNothing } from './refuse.ts';

export const installationPackage = definePackage({ name: 'installation' });

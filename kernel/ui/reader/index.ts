/**
 * Reads QR codes with a camera or a keyboard-wedge scanner, without a framework; the console's dialog and the light
 * pages use it.
 */
export { type Camera, type CameraFault, cameraFault, chooseCamera, openCamera } from './camera.ts';
export { judgeScanner, listenToAll, TEST_CODE, type Verdict } from './check-scanner.ts';
export type { Layout, WedgeFault } from './layouts.ts';
export { listenToWedge } from './listen-to-wedge.ts';

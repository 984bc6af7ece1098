/** Reads QR codes in the console, with a hardware scanner or a camera. */
export { CameraDialog } from './CameraDialog.tsx';
export { ScannerCheck } from './ScannerCheck.tsx';
export { useWedge } from './useWedge.ts';

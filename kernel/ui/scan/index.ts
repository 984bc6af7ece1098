/** Reading QR codes in the console: by a hardware scanner that types, and by a camera. */
export { CameraDialog } from './CameraDialog.tsx';
export { useWedge } from './useWedge.ts';

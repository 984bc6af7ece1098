/**
 * Reading QR codes by a camera or a scanner that types, without any framework: the console's dialog and the light
 * shells stand on it.
 */
export { type Camera, type CameraFault, cameraFault, openCamera } from './camera.ts';
export { listenToWedge } from './listen-to-wedge.ts';

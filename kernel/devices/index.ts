/** Machines and phones of an organization: enrolment, tokens, revocation. */
import { definePackage } from '../module/index.ts';
import { deviceActor, deviceAuthenticator, SELF } from './authenticator.ts';
import { copiedMail } from './copied-mail.ts';
import { DEVICE, errors } from './names.ts';
import { countDevices } from './observe.ts';
import { deviceRoutes } from './routes/devices.routes.ts';
import { selfRoutes } from './routes/self.routes.ts';
import { serialAuthenticator } from './serial-authenticator.ts';
import { startDevices } from './service.ts';

export { addDevice } from './actions/add-device.action.ts';
export { enrolAs, setUpDevice } from './actions/enrol.action.ts';
export { revokeDevice } from './actions/revoke-device.action.ts';
export { DEVICE_TOKEN_PREFIX } from './authenticator.ts';
export { HandedOver } from './contract.ts';
export { type DeviceRequests, deviceRequests } from './device-requests.ts';
export type { DeviceKind } from './kinds.ts';

export const devicesPackage = definePackage({
  name: 'devices',
  permissions: { 'device.read': 'viewer', 'device.write': 'admin', [SELF]: null },
  errors,
  topics: { [DEVICE]: 'device.read' },
  authenticators: [deviceAuthenticator, serialAuthenticator],
  actorKinds: [deviceActor],
  messages: [copiedMail],
  routes: [...deviceRoutes, ...selfRoutes],
  metrics: countDevices,
  start: startDevices,
});

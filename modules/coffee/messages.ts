import type { DeviceMessages } from '../../kernel/mqtt/index.ts';
import { MACHINE_DEVICE } from './names.ts';

/** What machines send over MQTT: the same as over HTTP. */
export const machineMessages: DeviceMessages = {
  kind: MACHINE_DEVICE,
  messages: {
    status: { method: 'POST', path: '/coffee/machines/{device}/status' },
    gone: { method: 'POST', path: '/coffee/machines/{device}/gone' },
    'orders/create': { method: 'POST', path: '/coffee/machines/{device}/orders/create' },
    charges: { method: 'POST', path: '/coffee/machines/{device}/charges' },
    package: { method: 'GET', path: '/coffee/machines/{device}/package' },
    'commands/pending': { method: 'GET', path: '/coffee/machines/{device}/commands/pending' },
    'commands/{id}/ack': { method: 'POST', path: '/coffee/commands/{id}/ack' },
    'commands/{id}/result': { method: 'POST', path: '/coffee/commands/{id}/result' },
  },
};

import type { HealthCheck } from '../observability/index.ts';

/** Three messages to itself that did not come back: one may be late while the broker restarts. */
const SILENT_SECONDS = 190;

/**
 * Whether machines are heard. With a real broker by the age of the last message that this process sent itself; the
 * embedded one by its open port.
 */
export const mqttHealth: HealthCheck = async ({ services }) => {
  const { bridge, broker, wanted } = services.mqtt ?? {};
  if (bridge) {
    const age_s = bridge.age();
    const connected = bridge.connected() > 0;
    if (age_s > SILENT_SECONDS) return { state: 'down', detail: connected ? 'not_heard' : 'not_connected', age_s };
    return connected ? { state: 'up', age_s } : { state: 'degraded', detail: 'not_connected', age_s };
  }
  if (broker) return { state: 'up' };
  // Another process of this machine may have the port, and hear the machines.
  return wanted ? { state: 'degraded', detail: 'port_not_open' } : { state: 'off' };
};

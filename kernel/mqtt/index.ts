/** Devices that talk MQTT: the embedded broker, or a real one, and what their messages are. */
import { Gauge } from 'prom-client';
import { proxyTrust } from '../lib/proxies.ts';
import { definePackage } from '../module/index.ts';
import { type Bridge, startBridge } from './bridge.ts';
import { type Broker, startBroker } from './broker.ts';
import { keepOpen } from './embedded.ts';
import { hasMachines } from './has-machines.query.ts';
import { mqttHealth } from './health.ts';
import { LIMITS } from './limits.ts';
import { onWake } from './wake.ts';
import { worker } from './work.ts';

export type { DeviceMessages } from './messages.ts';
export { wakeDevice } from './wake.ts';

/** Of a process that answers requests. `broker` is there while its port is open, `wanted` when it should be. */
type MqttService = { broker?: Broker; bridge?: Bridge; wanted?: boolean };

/** The ports that the standard gives to MQTT, without TLS and with it. */
const [PLAIN_PORT, TLS_PORT] = [1883, 8883];

declare module '../ctx/index.ts' {
  interface Services {
    mqtt?: MqttService;
  }
}

export const mqttPackage = definePackage({
  name: 'mqtt',
  http(app, boot) {
    const { MQTT_URL, MQTT_PORT, MQTT_HOST = boot.config.HOST, ENABLE_MQTT, TRUSTED_PROXIES } = boot.config;
    const { MQTT_CERT_FILE: cert, MQTT_KEY_FILE: key } = boot.config;
    if (boot.role === 'worker') return;
    const limits = { ...LIMITS, messagesOfDevice: boot.config.RATE_LIMIT_PER_MINUTE };
    const service: MqttService = {};
    boot.services.mqtt = service;
    const at = {
      port: MQTT_PORT ?? (cert ? TLS_PORT : PLAIN_PORT),
      host: MQTT_HOST,
      trusts: TRUSTED_PROXIES ? proxyTrust(TRUSTED_PROXIES) : null,
      ...(cert && key && { certificate: { cert, key } }),
    };
    let stopWaking = () => {};
    let embedded: { stop(): Promise<void> } | undefined;
    app.addHook('onReady', async () => {
      const work = worker(boot, app);
      if (MQTT_URL) service.bridge = await startBridge(boot, work, MQTT_URL);
      else if (ENABLE_MQTT)
        embedded = await keepOpen(boot.log, {
          // A port that was asked for is open; the usual one where there may be machines.
          wanted: async () => {
            service.wanted = MQTT_PORT !== undefined || (await hasMachines(boot));
            return service.wanted;
          },
          open: () => startBroker(boot, work, at, limits),
          opened: (broker) => {
            service.broker = broker;
          },
        });
      stopWaking = onWake(boot, (wake) => (service.bridge ?? service.broker)?.wake(wake));
    });
    // Before requests are refused, since messages are requests.
    app.addHook('preClose', async () => {
      stopWaking();
      await embedded?.stop();
      await service.bridge?.stop();
    });
  },
  health: { mqtt: mqttHealth },
  metrics(metrics, boot) {
    new Gauge({
      name: 'counterfoil_mqtt_probe_age_seconds',
      help: 'Seconds since this process last heard a message that it sent itself through the broker of MQTT_URL.',
      // With a label, since a gauge without one says 0 when it has no value.
      labelNames: ['broker'],
      registers: [metrics.registry],
      collect() {
        const { bridge } = boot.services.mqtt ?? {};
        if (bridge) this.set({ broker: 'real' }, bridge.age());
      },
    });
    new Gauge({
      name: 'counterfoil_mqtt_connections',
      help: 'Connections over MQTT of this process: devices at the embedded broker, or its own to a real one.',
      labelNames: ['broker'],
      registers: [metrics.registry],
      collect() {
        const { broker, bridge } = boot.services.mqtt ?? {};
        if (broker) this.set({ broker: 'embedded' }, broker.connections());
        if (bridge) this.set({ broker: 'real' }, bridge.connected());
      },
    });
  },
});

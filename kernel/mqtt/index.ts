/** Devices that talk MQTT: the embedded broker, or a real one, and what their messages are. */
import { Gauge } from 'prom-client';
import { definePackage } from '../module/index.ts';
import { type Bridge, startBridge } from './bridge.ts';
import { type Broker, startBroker } from './broker.ts';
import { LIMITS } from './limits.ts';
import { worker } from './work.ts';

export type { DeviceMessages } from './messages.ts';

/** Absent in a process that answers no requests, and where neither MQTT_PORT nor MQTT_URL is set. */
export type MqttService = { broker?: Broker; bridge?: Bridge };

declare module '../ctx/index.ts' {
  interface Services {
    mqtt?: MqttService;
  }
}

export const mqttPackage = definePackage({
  name: 'mqtt',
  http(app, boot) {
    const { MQTT_URL, MQTT_PORT, MQTT_HOST = boot.config.HOST } = boot.config;
    if (boot.role === 'worker') return;
    const limits = { ...LIMITS, messagesOfDevice: boot.config.RATE_LIMIT_PER_MINUTE };
    const service: MqttService = {};
    boot.services.mqtt = service;
    app.addHook('onReady', async () => {
      const work = worker(boot, app);
      if (MQTT_URL) service.bridge = await startBridge(boot, work, MQTT_URL);
      else if (MQTT_PORT !== undefined)
        service.broker = await startBroker(boot, work, { port: MQTT_PORT, host: MQTT_HOST }, limits);
    });
    // Before requests are refused, since messages are requests.
    app.addHook('preClose', async () => {
      await service.broker?.stop();
      await service.bridge?.stop();
    });
  },
  metrics(metrics, boot) {
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

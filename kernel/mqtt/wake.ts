import type { Ctx } from '../ctx/index.ts';
import type { Boot } from '../module/index.ts';
import { publish } from '../realtime/index.ts';
import { ROOT } from './messages.ts';

/** The change by which every process hears that a device should ask; pages can't subscribe to it. */
const WAKE = 'device.wake';

/**
 * Tells a device to send this message now instead of at its next turn, after the commit of `tx`. A hint that nothing
 * depends on: it is lost when the device is not connected, and comes once from every process at a real broker.
 * @param message one of its `deviceMessages`, such as `commands/pending`
 */
export function wakeDevice(tx: Ctx, deviceId: string, message: string): void {
  publish(tx, WAKE, `${deviceId} ${message}`);
}

/** What a device hears: the topic, and a body that names the message to send. */
export type Wake = { deviceId: string; topic: string; payload: string };

/** Passes on what `wakeDevice` was told in any process. */
export function onWake({ services }: Boot, pass: (wake: Wake) => void): () => void {
  const stop = services.realtime?.subscribe(WAKE, (_organization, id) => {
    const [deviceId, ask] = id?.split(' ') ?? [];
    if (deviceId && ask) pass({ deviceId, topic: `${ROOT}/${deviceId}/down/wake`, payload: JSON.stringify({ ask }) });
  });
  return stop ?? (() => undefined);
}

import type { Manifest, Route } from '../module/index.ts';

/** Where the topics of devices begin, on whichever broker. */
export const ROOT = 'counterfoil';

/** What devices of a kind may send over MQTT: each message is a route of theirs, with the same body and answer. */
export type DeviceMessages = {
  /** the kind of device */
  kind: string;
  /**
   * the message's name in topics → the route that takes it. `{device}` in the path is the device's id; other parameters
   * stand in the name, such as `commands/{id}/ack`
   */
  messages: Record<string, { method: 'GET' | 'POST'; path: string }>;
};

declare module '../module/index.ts' {
  interface Manifest {
    deviceMessages?: DeviceMessages[];
  }
}

type Message = { method: 'GET' | 'POST'; path: string; parts: string[]; hasBody: boolean };
export type MessageTable = ReadonlyMap<string, Message[]>;

/** All messages by the kind of device. Throws when one names a route that there is not. */
export function messagesOf(manifests: Manifest[]): MessageTable {
  const routes = manifests.flatMap((manifest) => manifest.routes ?? []);
  const table = new Map<string, Message[]>();
  for (const { kind, messages } of manifests.flatMap((manifest) => manifest.deviceMessages ?? [])) {
    const all = Object.entries(messages).map(([name, { method, path }]): Message => {
      const found = routes.find((route) => route.method === method && samePath(route, path));
      if (!found) throw new Error(`the message ${name} of ${kind} names no route: ${method} ${path}`);
      return { method, path, parts: name.split('/'), hasBody: found.body !== undefined };
    });
    table.set(kind, [...(table.get(kind) ?? []), ...all]);
  }
  return table;
}

const samePath = (route: Route, path: string) =>
  route.path.replace(/\{\w+\}/g, '{}') === path.replace(/\{\w+\}/g, '{}');

export type Sent = { deviceId: string; request: string; name: string };

/** What a topic that a device writes to says; null: it is none. */
export function readTopic(topic: string): Sent | null {
  const [, deviceId, request, name] =
    /^counterfoil\/([0-9a-f-]{36})\/up\/([A-Za-z0-9_-]{1,40})\/([A-Za-z0-9_/-]{1,100})$/.exec(topic) ?? [];
  return deviceId && request && name ? { deviceId, request, name } : null;
}

/** The topic of the answer to a device's request. */
export const answerTopic = ({ deviceId, request }: Sent): string => `${ROOT}/${deviceId}/down/${request}`;

/** The request that a message is; null: devices of this kind have no such message. */
export function requestOf(
  table: MessageTable,
  kind: string,
  { name, deviceId }: Sent,
): { method: 'GET' | 'POST'; url: string; hasBody: boolean } | null {
  const given = name.split('/');
  for (const { method, path, parts, hasBody } of table.get(kind) ?? []) {
    if (parts.length !== given.length) continue;
    const values = new Map([['device', deviceId]]);
    const fits = parts.every((part, i) => {
      const parameter = /^\{(\w+)\}$/.exec(part)?.[1];
      if (parameter === undefined) return part === given[i];
      values.set(parameter, given[i] as string);
      return true;
    });
    if (!fits) continue;
    const url = path.replace(/\{(\w+)\}/g, (_, parameter) => encodeURIComponent(values.get(parameter) ?? ''));
    return { method, url: `/api/v1${url}`, hasBody };
  }
  return null;
}

import { ANY_ADDRESS, exchange } from '../outbound/index.ts';

export type DeviceRequests = (method: 'GET' | 'POST', path: string, body?: object) => Promise<unknown>;

/**
 * Requests of one device to the server that an operator named, for simulated devices. Answers the `data` of the
 * envelope; throws when the server refuses or can't be reached.
 */
export function deviceRequests(root: string, token: string): DeviceRequests {
  return async (method, path, body) => {
    const reply = await exchange({
      method,
      url: `${root}/api/v1${path}`,
      policy: ANY_ADDRESS,
      headers: { authorization: `Bearer ${token}`, ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
    });
    const answer = JSON.parse(reply.bytes.toString('utf8')) as { ok: boolean; data: unknown };
    if (!answer.ok) throw new Error(`the server answered ${reply.status}`);
    return answer.data;
  };
}

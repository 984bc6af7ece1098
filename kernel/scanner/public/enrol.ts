import type { Enrolled } from '../../devices/contract.ts';
import { makeKeys, markOf, type Own, publicKeyText } from './identity.ts';
import { type Answer, type Send, sendRaw } from './send.ts';

/** A phone that was just enrolled. `link`: the hash of its code, so that the same link is recognized: see `markOf`. */
export type NewDevice = Own & { link: string; device: Enrolled['device']; at: Enrolled['organization'] };

/** Enrols this phone, with its own key, as the device that a code is for. Throws `NoAnswer`. */
export async function enrol(fetch: Send, code: string): Promise<NewDevice | Answer<Enrolled>> {
  const keys = await makeKeys();
  const body = { code, public_key: await publicKeyText(keys) };
  const answer = await sendRaw<Enrolled>(fetch, '/devices/enrol', { method: 'POST', body });
  if (answer.error) return answer;
  const { device, organization } = answer.data;
  return { id: device.id, organization: organization.id, link: await markOf(code), keys, device, at: organization };
}

import type { Enrolled } from '../../../../../kernel/devices/contract.ts';
import { roleOfKind } from '../../contract.ts';
import { makeKeys, markOf, publicKeyText } from './identity.ts';
import { type Answer, type Send, sendRaw } from './send.ts';
import type { Session } from './types.ts';

/** Enrols this phone, with its own key, as the device that a code is for. Throws `NoAnswer`. */
export async function setUp(fetch: Send, code: string): Promise<Session | Answer<Enrolled>> {
  const keys = await makeKeys();
  const body = { code, public_key: await publicKeyText(keys) };
  const answer = await sendRaw<Enrolled>(fetch, '/devices/enrol', { method: 'POST', body });
  if (answer.error) return answer;
  const { device, organization } = answer.data;
  const { id, name, valid_until } = device;
  return {
    id,
    organization: organization.id,
    link: await markOf(code),
    entered: { organization, scanner: { id, name, role: roleOfKind(device.kind), valid_until } },
    keys,
    skewMs: null,
    state: 'active',
  };
}

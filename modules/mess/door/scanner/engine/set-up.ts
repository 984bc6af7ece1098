import type { Enrolled } from '../../../../../kernel/devices/contract.ts';
import { type Answer, enrol, type Send } from '../../../../../kernel/scanner/public/engine.ts';
import { roleOfKind } from '../../contract.ts';
import type { Session } from './types.ts';

/** Enrols this phone as the scanner that a code is for. Throws `NoAnswer`. */
export async function setUp(fetch: Send, code: string): Promise<Session | Answer<Enrolled>> {
  const made = await enrol(fetch, code);
  if ('error' in made) return made;
  const { device, at, ...own } = made;
  const { id, name, valid_until } = device;
  const entered = { organization: at, scanner: { id, name, role: roleOfKind(device.kind), valid_until } };
  return { ...own, entered, skewMs: null, state: 'active' };
}

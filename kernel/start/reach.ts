import { isOnlyHere } from '../lib/only-here.ts';
import type { StartStep } from '../module/index.ts';
import { lanAddress } from './lan-address.ts';

/** The address is of the installation, so the button only looks again. */
export const reachStep: StartStep = {
  id: 'start.reach',
  permission: 'settings.write',
  to: '/start',
  async look({ config }) {
    const url = config.PUBLIC_URL;
    const local = isOnlyHere(url);
    const address = local ? lanAddress(config) : null;
    const values: Record<string, string> = address ? { url, address } : { url };
    return { done: !local, trouble: local, ...(address && { say: 'proposed' }), values };
  },
};

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
    const step = { done: !local, trouble: local };
    return address ? { ...step, say: 'proposed', values: { url, address } } : { ...step, values: { url } };
  },
};

import { isOnlyHere } from '../lib/only-here.ts';
import type { StartStep } from '../module/index.ts';

/** The address is of the installation, so the button only looks again. */
export const reachStep: StartStep = {
  id: 'start.reach',
  permission: 'settings.write',
  to: '/start',
  async look({ config: { PUBLIC_URL: url } }) {
    const local = isOnlyHere(url);
    return { done: !local, trouble: local, values: { url } };
  },
};

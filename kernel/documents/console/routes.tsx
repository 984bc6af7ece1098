import { lazy } from 'react';
import type { ConsolePart } from '../../ui/index.ts';

const DevicePage = lazy(() => import('./DevicePage.tsx'));

/** The settings of this device; the person's menu leads there. */
const part: ConsolePart = {
  label: 'console.nav.office',
  menu: [],
  pages: [{ path: '/device', element: <DevicePage /> }],
  help: { '/device': 'exhibition-cashier#print' },
};

export default part;

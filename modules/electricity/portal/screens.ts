import type { PortalPart } from '../../../kernel/ui/light/index.ts';

/** Electricity's part of the customers' account page. */
const part: PortalPart = {
  module: 'electricity',
  screens: [
    {
      path: 'meters',
      label: 'portal.electricity.meters',
      load: () => import('./Meters.tsx'),
    },
    {
      path: 'people',
      label: 'portal.electricity.people',
      load: () => import('../customers/portal/People.tsx'),
    },
    {
      path: 'vouchers',
      label: 'portal.electricity.vouchers',
      load: () => import('../vouchers/portal/Vouchers.tsx'),
    },
    {
      path: 'alerts',
      label: 'portal.electricity.alerts',
      load: () => import('../alerts/portal/Alerts.tsx'),
    },
    {
      path: 'reports',
      label: 'portal.electricity.reports',
      load: () => import('../reports/portal/Reports.tsx'),
    },
  ],
};

export default part;

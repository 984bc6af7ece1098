import type { PortalPart } from '../../../kernel/ui/light/index.ts';

/** The exhibition's part of the customers' account page. */
const part: PortalPart = {
  module: 'exhibition',
  screens: [
    {
      path: 'cards',
      label: 'portal.exhibition.cards',
      load: () => import('../customer-page/portal/Cards.tsx'),
    },
  ],
};

export default part;

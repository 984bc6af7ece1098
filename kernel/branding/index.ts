/** Public API of the branding package: the logo and the colour of an organization. */
import { definePackage } from '../module/index.ts';
import { brandingRoutes } from './branding.routes.ts';
import { logoPicture } from './logo.ts';
import { brandingSettings } from './settings.ts';

export { brandOf, colourOf, logoIcon, logoOf, pageBrand } from './brand.ts';
export type { PageBrand } from './contract.ts';
export { faultOfColour } from './settings.ts';

export const brandingPackage = definePackage({
  name: 'branding',
  settings: [brandingSettings],
  files: [logoPicture],
  errors: {
    'branding.no_logo': 404,
    'branding.logo_unknown': 422,
    'branding.no_colour': 422,
    'branding.too_light': 422,
  },
  routes: brandingRoutes,
});

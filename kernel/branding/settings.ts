import { Type } from 'typebox';
import { defineSettings } from '../settings/index.ts';
import { faultOfColour } from './colour.ts';
import { logoFile, logoPicture } from './logo.ts';

/** How customers recognize the organization: on its papers, in its mails, on its pages. */
export const brandingSettings = defineSettings({
  module: 'branding',
  schema: Type.Object({
    // The id of a file, '' for none; `picture` tells the form to send a picture of that purpose.
    logo: Type.String({ default: '', maxLength: 36, picture: logoPicture.name }),
    colour: Type.String({ default: '', maxLength: 7 }),
  }),
  async check({ logo, colour }, ctx) {
    return {
      logo: logo === '' || (await logoFile(ctx, logo)) ? undefined : 'branding.logo_unknown',
      colour: faultOfColour(colour),
    };
  },
});

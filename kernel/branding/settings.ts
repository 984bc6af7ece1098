import { Type } from 'typebox';
import { contrast, LEAST_CONTRAST } from '../lib/colour.ts';
import { defineSettings } from '../settings/index.ts';
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

/** Why a colour can't be the organization's, as a refusal's code; '' is ours. */
export function faultOfColour(colour: string): string | undefined {
  if (colour === '') return undefined;
  if (!/^#[0-9a-f]{6}$/i.test(colour)) return 'branding.no_colour';
  return contrast(colour, '#ffffff') < LEAST_CONTRAST ? 'branding.too_light' : undefined;
}

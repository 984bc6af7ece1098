import { contrast, LEAST_CONTRAST } from '../lib/colour.ts';

/** Why a colour can't be the organization's, as a refusal's code; '' is ours. */
export function faultOfColour(colour: string): string | undefined {
  if (colour === '') return undefined;
  if (!/^#[0-9a-f]{6}$/i.test(colour)) return 'branding.no_colour';
  return contrast(colour, '#ffffff') < LEAST_CONTRAST ? 'branding.too_light' : undefined;
}

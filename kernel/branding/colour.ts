/**
 * The least contrast of a colour with the white text on it: WCAG 2.2, 1.4.3,
 * https://www.w3.org/TR/WCAG22/#contrast-minimum
 */
const LEAST_CONTRAST = 4.5;

/** Why a colour can't be the organization's, as a refusal's code; '' is ours. */
export function faultOfColour(colour: string): string | undefined {
  if (colour === '') return undefined;
  if (!/^#[0-9a-f]{6}$/i.test(colour)) return 'branding.no_colour';
  return 1.05 / (luminance(colour) + 0.05) < LEAST_CONTRAST ? 'branding.too_light' : undefined;
}

/** The relative luminance of sRGB: https://www.w3.org/TR/WCAG22/#dfn-relative-luminance */
function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

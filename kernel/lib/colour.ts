/** Colours on screens: whether a text can be read on them, and shades of one that can. */

/**
 * The least contrast of a text with what is behind it: WCAG 2.2, 1.4.3,
 * https://www.w3.org/TR/WCAG22/#contrast-minimum
 */
export const LEAST_CONTRAST = 4.5;

/** The grounds of pages for customers (kernel/ui/light/light.css), in the daylight and in the dark. */
const GROUND = '#f7f6f2';
const DARK_PAPER = '#191e1c';

/** @param one `#rrggbb` */
export function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

/**
 * An organization's colour as it stands on its pages: as dark as a light ground needs, as light as a dark one needs. On
 * the first white can be read, on the second black.
 */
export function shadesOf(colour: string): { light: string; dark: string } {
  return { light: until(colour, '#000000', GROUND), dark: until(colour, '#ffffff', DARK_PAPER) };
}

/** The colour with as little of another in it as makes it readable on the ground. */
function until(colour: string, other: string, ground: string): string {
  for (let share = 0; share < 1; share += 0.05) {
    const mixed = mix(colour, other, share);
    if (contrast(mixed, ground) >= LEAST_CONTRAST) return mixed;
  }
  return other;
}

const partsOf = (hex: string) => [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));

function mix(one: string, other: string, share: number): string {
  const others = partsOf(other);
  const parts = partsOf(one).map((part, i) => Math.round(part * (1 - share) + (others[i] ?? 0) * share));
  return `#${parts.map((part) => part.toString(16).padStart(2, '0')).join('')}`;
}

/** The relative luminance of sRGB: https://www.w3.org/TR/WCAG22/#dfn-relative-luminance */
function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = partsOf(hex).map((part) => {
    const value = part / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

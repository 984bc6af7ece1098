import { alpha } from '@mui/material/styles';
import type { Colour } from '../contract.ts';

const HUES: Record<Colour, string> = {
  grey: '#78837e',
  red: '#d64545',
  orange: '#e07b1a',
  yellow: '#d6ac12',
  green: '#3f9a4c',
  teal: '#149088',
  blue: '#2f74c9',
  violet: '#7a57c7',
  pink: '#cc4f93',
};

/** A key's colours: a tint under text of the ordinary colour, so that it can be read on a light and on a dark screen. */
export function keyColours(colour: Colour | null) {
  if (!colour) return { bgcolor: 'background.paper', borderColor: 'divider' };
  return { bgcolor: alpha(HUES[colour], 0.26), borderColor: alpha(HUES[colour], 0.75) };
}

/** The keys beside each other: at the desk, and where they are arranged. */
export const KEYS = { display: 'grid', gap: 1, gridTemplateColumns: 'repeat(auto-fill, minmax(104px, 1fr))' };

/** A key: a name on top, its place or price below. */
export const KEY = {
  border: 1,
  minHeight: 76,
  p: 1,
  flexDirection: 'column',
  alignItems: 'flex-start',
  justifyContent: 'space-between',
  textAlign: 'left',
} as const;

export const KEY_NAME = {
  fontWeight: 600,
  lineHeight: 1.2,
  overflow: 'hidden',
  display: '-webkit-box',
  WebkitLineClamp: 2,
  WebkitBoxOrient: 'vertical',
  overflowWrap: 'anywhere',
} as const;

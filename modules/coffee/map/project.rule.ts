export type Point = { latitude: number; longitude: number };
export type Projected = {
  /** where each point lies, in the units of the drawing */
  at: { x: number; y: number }[];
  /** a length for the scale, round in kilometres, and how long it is in the drawing */
  scale: { km: number; length: number };
};

const KM_PER_DEGREE = 111.2;
/** A single location, or several at one corner, are shown with this much around them. */
const MIN_KM = 0.5;

/**
 * Draws points of one region flat: degrees of longitude are as wide as at the middle latitude. Good for a town or a
 * country; a whole continent is stretched at its edges. North is up; points over the date line are taken as neighbours.
 */
export function project(points: Point[], width: number, height: number, margin: number): Projected {
  const first = points[0]?.longitude ?? 0;
  const near = points.map(({ latitude, longitude }) => ({
    latitude,
    longitude: longitude - 360 * Math.round((longitude - first) / 360),
  }));
  const [south, north] = range(near.map(({ latitude }) => latitude));
  const [west, east] = range(near.map(({ longitude }) => longitude));
  const middle = (south + north) / 2;
  const wide = Math.max(0.05, Math.cos((middle * Math.PI) / 180));
  const kmWide = Math.max(MIN_KM, (east - west) * KM_PER_DEGREE * wide);
  const kmHigh = Math.max(MIN_KM, (north - south) * KM_PER_DEGREE);
  const perKm = Math.min((width - 2 * margin) / kmWide, (height - 2 * margin) / kmHigh);
  const at = near.map(({ latitude, longitude }) => ({
    x: width / 2 + (longitude - (west + east) / 2) * KM_PER_DEGREE * wide * perKm,
    y: height / 2 - (latitude - middle) * KM_PER_DEGREE * perKm,
  }));
  const km = roundLength(width / 5 / perKm);
  return { at, scale: { km, length: km * perKm } };
}

const range = (numbers: number[]): [number, number] =>
  numbers.length === 0 ? [0, 0] : [Math.min(...numbers), Math.max(...numbers)];

/** The largest of 1, 2, 5, 10, 20 … that is not above it. */
function roundLength(length: number): number {
  const ten = 10 ** Math.floor(Math.log10(length));
  const most = [5, 2, 1].find((times) => times * ten <= length) ?? 1;
  return Number((most * ten).toPrecision(1));
}

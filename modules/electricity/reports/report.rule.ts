/** How much more or less, in whole percent; null when there was nothing before. */
export function changeOf(now: number, before: number): number | null {
  return before <= 0 ? null : Math.round(((now - before) / before) * 100);
}

export type Bar = { x: number; y: number; width: number; height: number };

/** The bars of a chart of this size; each value has its place, also when it is nothing. */
export function barsOf(values: number[], width: number, height: number): Bar[] {
  const most = Math.max(1, ...values);
  const step = width / Math.max(1, values.length);
  return values.map((value, i) => {
    const tall = value > 0 ? Math.max(1, (height * value) / most) : 0;
    return { x: round(i * step + step * 0.1), y: round(height - tall), width: round(step * 0.8), height: round(tall) };
  });
}

const round = (value: number) => Math.round(value * 100) / 100;

/** The same as a picture, for paper. */
export function chartSvg(values: number[], width: number, height: number, colour: string): string {
  const bars = barsOf(values, width, height)
    .map((bar) => `<rect x="${bar.x}" y="${bar.y}" width="${bar.width}" height="${bar.height}" fill="${colour}"/>`)
    .join('');
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">${bars}</svg>`;
}

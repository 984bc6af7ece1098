const SKIN = ['#8d5a3a', '#a9714b', '#c68c63', '#6f4430', '#b98058'];
const HAIR = ['#1d1712', '#2a1c14', '#120e0b', '#3a2618'];
const SHIRT = ['#3f6fb5', '#b5533f', '#3f8f6b', '#8a5fb0', '#c0903a', '#48617a'];
const WALL = ['#dfe7ef', '#efe6da', '#e3eddf', '#eadff0', '#e9e9e4'];
const of = <T>(list: readonly T[], i: number) => list[i % list.length] as T;

/** A drawn face of no real person. */
export async function face(i: number): Promise<Buffer> {
  const long = i % 2 === 0;
  const hair = of(HAIR, i);
  const skin = of(SKIN, i * 3 + 1);
  const behind = long
    ? `<path d="M96 150 Q90 74 160 70 Q230 74 224 150 L232 262 Q160 292 88 262 Z" fill="${hair}"/>`
    : '';
  const fringe = long
    ? `<path d="M104 146 Q108 88 160 86 Q214 88 216 146 Q196 112 164 112 Q124 112 104 146 Z" fill="${hair}"/>`
    : `<path d="M102 142 Q98 78 160 76 Q224 78 218 142 Q212 106 180 104 Q128 102 102 142 Z" fill="${hair}"/>`;
  const glasses =
    i % 5 === 3
      ? '<g fill="none" stroke="#2b2b2b" stroke-width="4"><circle cx="138" cy="156" r="18"/><circle cx="182" cy="156" r="18"/><path d="M156 154h8"/></g>'
      : '';
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="320" height="320" viewBox="0 0 320 320">
    <rect width="320" height="320" fill="${of(WALL, i)}"/>${behind}
    <path d="M44 320 Q52 246 128 236 L192 236 Q268 246 276 320 Z" fill="${of(SHIRT, i)}"/>
    <path d="M136 204 h48 v34 q-24 22 -48 0 Z" fill="${skin}"/>
    <ellipse cx="160" cy="158" rx="57" ry="68" fill="${skin}"/>${fringe}
    <g fill="#1b1b1b"><ellipse cx="138" cy="156" rx="5" ry="6"/><ellipse cx="182" cy="156" rx="5" ry="6"/></g>
    <path d="M158 162 q-6 18 4 20" fill="none" stroke="#00000040" stroke-width="4" stroke-linecap="round"/>
    <path d="M138 194 q22 ${12 + (i % 4) * 3} 44 0" fill="none" stroke="#5b2a22" stroke-width="5" stroke-linecap="round"/>${glasses}
  </svg>`;
  const { default: sharp } = await import('sharp');
  return sharp(Buffer.from(svg)).jpeg({ quality: 82 }).toBuffer();
}

/** A screenshot of a bank's app, as students send them. */
export async function receipt(lines: readonly string[]): Promise<Buffer> {
  const text = lines.map(
    (line, i) =>
      `<text x="48" y="${330 + i * 84}" font-family="sans-serif" font-size="${i === 0 ? 56 : 38}">${line}</text>`,
  );
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="720" height="1280"><rect width="720" height="1280" fill="#f4f7f5"/>
    <rect width="720" height="220" fill="#1f7a4d"/><circle cx="360" cy="220" r="58" fill="#fff"/>
    <path d="M334 220 l20 20 l34 -40" fill="none" stroke="#1f7a4d" stroke-width="10"/>${text.join('')}</svg>`;
  const { default: sharp } = await import('sharp');
  return sharp(Buffer.from(svg)).png().toBuffer();
}

/**
 * What a text costs as SMS. In the alphabet of GSM 03.38 a message holds 160 characters and each piece of a longer one 153. A single
 * character outside it (Devanagari, an emoji, even "ó" or "í") makes all of it UCS-2: 70, and 67 a piece.
 */
const BASIC =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà';
/** These take two places each. */
const EXTENDED = '^{}\\[~]|€\f';

const basic = new Set(BASIC);
const extended = new Set(EXTENDED);

export function segmentsOf(text: string): number {
  const { places, gsm } = placesOf(text);
  const [one, piece] = gsm ? [160, 153] : [70, 67];
  return places <= one ? 1 : Math.ceil(places / piece);
}

function placesOf(text: string): { places: number; gsm: boolean } {
  let places = 0;
  for (const sign of text) {
    if (basic.has(sign)) places += 1;
    else if (extended.has(sign)) places += 2;
    else return { places: text.length, gsm: false };
  }
  return { places, gsm: true };
}

/** Twilio refuses longer bodies (error 21617). */
export const MAX_CHARACTERS = 1600;

/**
 * `text` and `tail` as one body of at most `segments`. What doesn't fit is taken from the text, at a word; the tail, which holds the
 * choices, stays whole.
 */
export function shorten(text: string, tail: string, segments: number): string {
  const whole = (head: string) => [head, tail].filter(Boolean).join('\n');
  const fits = (body: string) => body.length <= MAX_CHARACTERS && segmentsOf(body) <= segments;
  if (fits(whole(text))) return whole(text);
  let low = 0;
  let high = text.length;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (fits(whole(`${text.slice(0, middle)}...`))) low = middle;
    else high = middle - 1;
  }
  const head = text.slice(0, low);
  const word = Math.max(head.lastIndexOf(' '), head.lastIndexOf('\n'));
  const kept = word > low / 2 ? head.slice(0, word) : head.replace(/[\ud800-\udbff]$/, '');
  return whole(`${kept.trimEnd()}...`);
}

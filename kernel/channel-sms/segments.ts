/**
 * Counts the segments of an SMS. In the GSM 03.38 alphabet a message has 160 characters, and each segment of a longer
 * one 153. One other character (Devanagari, an emoji, even "ó" or "í") makes the whole text UCS-2: 70, and 67 for each
 * segment.
 */
const BASIC =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà';
/** These count as two characters. */
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
  for (const character of text) {
    if (basic.has(character)) places += 1;
    else if (extended.has(character)) places += 2;
    else return { places: text.length, gsm: false };
  }
  return { places, gsm: true };
}

/** Twilio refuses longer bodies (error 21617). */
const MAX_CHARACTERS = 1600;
/** Segments of one message: networks reliably join ten. */
const MAX_SEGMENTS = 10;

const fits = (body: string) => body.length <= MAX_CHARACTERS && segmentsOf(body) <= MAX_SEGMENTS;

/** Splits the text into bodies, at a line or a word if one ends in the last quarter; never inside a character. */
export function piecesOf(text: string): string[] {
  const pieces: string[] = [];
  let rest = text.trim();
  while (!fits(rest)) {
    // The longest prefix that fits: a longer prefix never needs fewer segments.
    let low = 1;
    let high = Math.min(rest.length, MAX_CHARACTERS);
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (fits(rest.slice(0, middle))) low = middle;
      else high = middle - 1;
    }
    const head = rest.slice(0, low + 1);
    const at = [head.lastIndexOf('\n'), head.lastIndexOf(' ')].find((found) => found > low * 0.75);
    const end = at ?? (/[\udc00-\udfff]/.test(rest.charAt(low)) ? low - 1 : low);
    pieces.push(rest.slice(0, end).trimEnd());
    rest = rest.slice(end).trimStart();
  }
  if (rest) pieces.push(rest);
  return pieces;
}

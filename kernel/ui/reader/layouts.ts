/**
 * What a hand scanner types when the computer's keyboard layout is another than the scanner's: scanners press the keys
 * of an American keyboard, and the computer writes what those keys mean to it.
 */

export type Layout = 'caps' | 'azerty' | 'qwertz' | 'spanish' | 'hindi';
/** Why a scan can't be repaired: all its letters have one case, or its keys are of a keyboard that we don't know. */
export type WedgeFault = 'one_case' | 'layout';

const AMERICAN = '`1234567890-=qwertyuiop[]\\asdfghjkl;\'zxcvbnm,./~!@#$%^&*()_+QWERTYUIOP{}|ASDFGHJKL:"ZXCVBNM<>?';
/** The same keys in the same order: https://learn.microsoft.com/globalization/windows-keyboard-layouts */
const KEYS: [Exclude<Layout, 'caps'>, string[]][] = [
  [
    'azerty',
    Array.from('²&é"\'(-è_çà)=azertyuiop^$*qsdfghjklmùwxcvbn,;:!~1234567890°+AZERTYUIOP¨£µQSDFGHJKLM%WXCVBN?./§'),
  ],
  [
    'qwertz',
    Array.from('^1234567890ß´qwertzuiopü+#asdfghjklöäyxcvbnm,.-°!"§$%&/()=?`QWERTZUIOPÜ*\'ASDFGHJKLÖÄYXCVBNM;:_'),
  ],
  // of Spain, and of Latin America
  [
    'spanish',
    Array.from('º1234567890\'¡qwertyuiop`+çasdfghjklñ´zxcvbnm,.-ª!"·$%&/()=?¿QWERTYUIOP^*ÇASDFGHJKLÑ¨ZXCVBNM;:_'),
  ],
  [
    'spanish',
    Array.from('|1234567890\'¿qwertyuiop´+}asdfghjklñ{zxcvbnm,.-°!"#$%&/()=?¡QWERTYUIOP¨*]ASDFGHJKLÑ[ZXCVBNM;:_'),
  ],
  [
    'hindi',
    (
      'ॊ 1 2 3 4 5 6 7 8 9 0 - ृ ौ ै ा ी ू ब ह ग द ज ड ़ ॉ ो े ् ि ु प र क त च ट ॆ ं म न व ल स , . य ऒ' +
      ' ऍ ॅ # $ % ^ & * ( ) ः ऋ औ ऐ आ ई ऊ भ ङ घ ध झ ढ ञ ऑ ओ ए अ इ उ फ ऱ ख थ छ ठ ऎ ँ ण ऩ ऴ ळ श ष । य़'
    ).split(' '),
  ],
];
const BACK = KEYS.map(
  ([layout, keys]) => [layout, new Map(keys.map((key, at) => [key, AMERICAN[at] as string]))] as const,
);

const swapCase = (text: string) =>
  text.replaceAll(/[a-z]/gi, (char) => (char === char.toLowerCase() ? char.toUpperCase() : char.toLowerCase()));

/** What a scanner of this layout would have read, and without the marks that it is set to send around a code. */
export function* readings(typed: string): Generator<{ text: string; layout: Layout | null }> {
  yield { text: typed, layout: null };
  yield { text: swapCase(typed), layout: 'caps' };
  for (const [layout, keys] of BACK) {
    const text = Array.from(typed.normalize('NFC'), (char) => keys.get(char) ?? char).join('');
    yield { text, layout };
    yield { text: swapCase(text), layout };
  }
}

/** `]Q1` and the like say which kind of code it was (ISO/IEC 15424); a comma or a tab may end a scan. */
const bare = (text: string) =>
  text
    .trim()
    .replace(/^\][A-Za-z]\d/, '')
    .replace(/[,;\t]+$/, '');

/** The code that somebody's scanner meant, and by which layout its keys came; null: it is none of ours. */
export function repaired(
  typed: string,
  accepts: (text: string) => boolean,
): { text: string; layout: Layout | null } | null {
  for (const { text, layout } of readings(typed)) {
    const code = bare(text);
    if (accepts(code)) return { text: code, layout };
  }
  return null;
}

/** Longer than anybody types at once: only a code is. */
const CODE_LENGTH = 60;

/** Why a long scan is no code; null: it may be one of somebody else. */
export function wedgeFault(typed: string): WedgeFault | null {
  if (typed.length < CODE_LENGTH) return null;
  const plain = /^[\w\-:/.?=&%#~+\]]+$/.test(typed);
  if (!plain) return 'layout';
  const token = typed.slice(-CODE_LENGTH);
  return token === token.toUpperCase() || token === token.toLowerCase() ? 'one_case' : null;
}

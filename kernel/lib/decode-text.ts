export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252' | 'macintosh' | 'cp850';

/**
 * Decodes the text of a CSV, whichever program saved it. A byte order mark decides; without one it is UTF-8 when the
 * bytes are valid UTF-8, else the one of Windows-1252 (Excel's "CSV" in western Europe), Mac Roman and CP850 (DOS, and
 * many banks' computers) that gives the most letters where letters stand. UTF-8 that was taken for Windows-1252 and
 * encoded again ("JosÃ©") is put right.
 */
export function decodeText(bytes: Uint8Array): { text: string; encoding: Encoding } {
  const encoding = encodingOf(bytes);
  const text = decodeAs(bytes, encoding);
  return { text: encoding === 'utf-8' ? decodedOnce(text) : text, encoding };
}

function encodingOf(bytes: Uint8Array): Encoding {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return 'utf-8';
  } catch {
    const single = ['windows-1252', 'macintosh', 'cp850'] as const;
    const scores = single.map((encoding) => likeness(decodeAs(bytes, encoding)));
    return single[scores.indexOf(Math.max(...scores))] as Encoding;
  }
}

// TextDecoder removes the byte order mark; it doesn't know CP850.
function decodeAs(bytes: Uint8Array, encoding: Encoding): string {
  if (encoding !== 'cp850') return new TextDecoder(encoding).decode(bytes);
  return Buffer.from(bytes)
    .toString('latin1')
    .replaceAll(/[\x80-\xff]/g, (char) => CP850[char.charCodeAt(0) - 0x80] as string);
}

const CP850 =
  'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u00ad±‗¾¶§÷¸°¨·¹³²■\u00a0';

/** How much the characters beyond ASCII look like those of names in western languages. */
function likeness(text: string): number {
  let score = 0;
  for (const { 0: char, index } of text.matchAll(/[\u0080-\uffff]/g)) {
    const within = /[a-z]/.test(text[index - 1] ?? '') || /[a-z]/.test(text[index + 1] ?? '');
    if (/[áéíóúñüöäçàèêâôîûßëïìòùåøæãõ]/.test(char)) score += within ? 2 : 1;
    else if (/[ÁÉÍÓÚÑÜÖÄÇÀÈÊÂÔÎÛËÏÅØÆÃÕ]/.test(char)) score += /[a-z]/.test(text[index - 1] ?? '') ? -1 : 1;
    else if (/[’‘“”–—€£°ºª¿¡«»…\u00a0]/.test(char)) score += 0.5;
    else score -= 2;
  }
  return score;
}

/** The characters that Windows-1252 has for the bytes 0x80 to 0x9f. */
const C1 = new Map(
  Array.from({ length: 32 }, (_, at) => [new TextDecoder('windows-1252').decode(Uint8Array.of(0x80 + at)), 0x80 + at]),
);

function decodedOnce(text: string): string {
  if (!/[ÂÃâà][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]/.test(text)) return text;
  const bytes = Array.from(text, (char) => {
    const code = char.codePointAt(0) as number;
    return C1.get(char) ?? (code <= 0xff ? code : -1);
  });
  if (bytes.includes(-1)) return text;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.from(bytes));
  } catch {
    return text;
  }
}

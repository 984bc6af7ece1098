/**
 * For tests: what a receipt printer makes of ESC/POS bytes, as text. `*` before a line: bold; `**`: bold and twice as high;
 * pictures, codes, the cut and the drawer in brackets. Throws at a command that it doesn't know, so that nothing unknown is
 * sent. The commands: https://download4.epson.biz/sec_pubs/pos/reference_en/escpos/
 */
export function onPaper(bytes: Uint8Array): string {
  const lines: string[] = [];
  let [line, look, bold, tall, page] = ['', '', false, false, 0];
  let code = '';
  let at = 0;
  const take = (count: number) => {
    at += count;
    return bytes.subarray(at - count, at);
  };
  const letters = (one: number) =>
    one < 0x80 ? String.fromCharCode(one) : (LETTERS[page]?.[one] ?? `<${page}:${one.toString(16)}>`);
  const end = () => {
    lines.push(look + line);
    [line, look] = ['', ''];
  };
  while (at < bytes.length) {
    const [byte = 0] = take(1);
    if (byte === 0x0a) end();
    else if (byte === 0x0d) continue;
    else if (byte === 0x1b) {
      const [command = 0] = take(1);
      const name = String.fromCharCode(command);
      if (name === 't') [page = 0] = take(1);
      else if (name === 'E') bold = take(1)[0] === 1;
      else if (name === 'p') {
        take(3);
        lines.push('[drawer]');
      } else if (name === '@') [bold, tall, page] = [false, false, 0];
      else if ('aM-3!R'.includes(name)) take(1);
      else if (name !== '2') throw new Error(`ESC ${name} at ${at}`);
    } else if (byte === 0x1c) take(1);
    else if (byte === 0x1d) {
      const name = String.fromCharCode(take(1)[0] ?? 0);
      if (name === '!') tall = ((take(1)[0] ?? 0) & 0x0f) > 0;
      else if (name === 'V') {
        const [kind = 0] = take(1);
        if (kind >= 65) take(1);
        lines.push('[cut]');
      } else if (name === '(') {
        const [kind = 0, low = 0, high = 0] = take(3);
        const data = take(low + 256 * high);
        if (String.fromCharCode(kind) !== 'k') throw new Error(`GS ( ${kind}`);
        if (data[1] === 80) code = new TextDecoder().decode(data.subarray(3));
        if (data[1] === 81) lines.push(`[code ${code}]`);
      } else if (name === 'v') {
        const [, , wl = 0, wh = 0, hl = 0, hh = 0] = take(6);
        const [width, height] = [wl + 256 * wh, hl + 256 * hh];
        const black = take(width * height).reduce((sum, dots) => sum + dots.toString(2).replaceAll('0', '').length, 0);
        lines.push(`[picture ${width * 8}x${height}, ${black} black]`);
      } else throw new Error(`GS ${name} at ${at}`);
    } else {
      line += letters(byte);
      if (byte !== 0x20) look = `${bold ? '*' : ''}${tall ? '*' : ''}`;
    }
  }
  if (line) end();
  return lines.join('\n');
}

/** The letters of the printers' pages that these tests need. */
const LETTERS: Record<number, Record<number, string>> = {
  0: { 130: 'é', 196: '─', 250: '·' },
  2: { 158: '×' },
  13: { 213: '€' },
};

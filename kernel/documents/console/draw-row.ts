import type { Picture, Written } from './encode-slip.ts';

const LINE = 30;
const FONT = '24px "Noto Sans", "Noto Sans Devanagari", sans-serif';

/** A row in the browser's own fonts, for scripts that no printer has letters for. */
export const drawRow = (row: Written, dots: number): Picture => {
  const scale = row.big ? 1.5 : 1;
  const font = `${row.bold ? 'bold ' : ''}${FONT.replace('24', String(24 * scale))}`;
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('this browser draws no pictures');
  context.font = font;
  const [left, right] = row.kind === 'text' ? [row.text, ''] : [row.left, row.right];
  const wide = context.measureText(right).width;
  const lines = linesOf(context, left, dots);
  const last = context.measureText(lines.at(-1) ?? '').width;
  if (right && last + wide + 12 > dots) lines.push('');
  canvas.width = dots;
  // A printer takes pictures in strips of eight dots.
  canvas.height = Math.ceil((lines.length * LINE * scale) / 8) * 8;
  context.fillStyle = 'white';
  context.fillRect(0, 0, dots, canvas.height);
  context.fillStyle = 'black';
  context.font = font;
  context.textBaseline = 'middle';
  for (const [at, line] of lines.entries()) {
    const middle = (at + 0.5) * LINE * scale;
    const centered = row.kind === 'text' && row.center ? (dots - context.measureText(line).width) / 2 : 0;
    context.fillText(line, Math.max(0, centered), middle);
    if (at === lines.length - 1 && right) context.fillText(right, Math.max(0, dots - wide), middle);
  }
  return context.getImageData(0, 0, dots, canvas.height);
};

/** Lines that fit, broken at spaces. */
function linesOf(context: CanvasRenderingContext2D, text: string, dots: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const whole = lines.length > 0 ? `${lines.at(-1)} ${word}` : word;
    if (lines.length > 0 && context.measureText(whole).width <= dots) lines[lines.length - 1] = whole;
    else lines.push(word);
  }
  return lines;
}

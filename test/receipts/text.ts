import { outlineText } from '../../kernel/documents/index.ts';

/** Words as outlines, so that a picture is the same with any fonts. */
export async function text(
  x: number,
  y: number,
  size: number,
  fill: string,
  content: string,
  from: 'left' | 'middle' | 'right' = 'left',
) {
  const { path, width } = await outlineText(content, size);
  const left = from === 'left' ? x : from === 'middle' ? x - width / 2 : x - width;
  return `<path transform="translate(${left.toFixed(1)} ${y})" fill="${fill}" d="${path}"/>`;
}

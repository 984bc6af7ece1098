/**
 * A name that is safe in a header, a folder and a list: the last part of a path, without control characters or
 * characters that some system forbids, at most 120 characters, with the extension of its type.
 */
export function fileName(given: string, extension: string): string {
  const stem = (given.split(/[/\\]/).pop() ?? '')
    .normalize('NFC')
    .replace(/\.[a-z0-9]{1,5}$/i, '')
    .replace(/[\p{Cc}\p{Bidi_Control}<>:"|?*]/gu, '')
    .replace(/\s+/g, ' ')
    .replace(/^[. ]+|[. ]+$/g, '');
  return `${[...stem].slice(0, 120).join('') || 'file'}.${extension}`;
}

import { fileTypeFromBuffer } from 'file-type';

/** The kinds of files that a purpose can accept. */
export type FileKind = 'image' | 'pdf' | 'csv' | 'xlsx';

export type Content = { kind: FileKind; type: string; extension: string };

const KINDS: Record<string, Content> = Object.fromEntries(
  (
    [
      ['image', 'image/jpeg', 'jpg'],
      ['image', 'image/png', 'png'],
      ['image', 'image/webp', 'webp'],
      ['image', 'image/gif', 'gif'],
      ['image', 'image/avif', 'avif'],
      ['image', 'image/tiff', 'tiff'],
      ['pdf', 'application/pdf', 'pdf'],
      ['xlsx', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', 'xlsx'],
    ] as const
  ).map(([kind, type, extension]) => [type, { kind, type, extension }]),
);

/**
 * The type of the bytes, whatever their name; null for unsupported types. SVG, HTML and XML are never accepted, because
 * a browser executes their content under our own address.
 */
export async function contentOf(bytes: Uint8Array): Promise<Content | null> {
  const found = await fileTypeFromBuffer(bytes);
  if (found) return KINDS[found.mime] ?? null;
  return looksLikeText(bytes) ? { kind: 'csv', type: 'text/csv', extension: 'csv' } : null;
}

/**
 * Recognizes the pictures of an iPhone's camera, which browsers and image libraries cannot open; people need a special
 * message, because they do not know the format.
 */
export async function isHeic(bytes: Uint8Array): Promise<boolean> {
  const found = await fileTypeFromBuffer(bytes);
  return found !== undefined && /^image\/hei[cf](-sequence)?$/.test(found.mime);
}

/** Recognizes a drawing that browsers show but that may contain programs: people need to hear what to send instead. */
export function isSvg(bytes: Uint8Array): boolean {
  return /<svg[\s>]/i.test(Buffer.from(bytes.subarray(0, 4096)).toString());
}

/**
 * Text has no magic number: it has no control characters and does not start like markup. UTF-16 counts if it has a byte
 * order mark.
 */
function looksLikeText(bytes: Uint8Array): boolean {
  if (bytes.byteLength === 0) return false;
  const head = bytes.subarray(0, 65_536);
  const wide = (head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff);
  if (!wide && head.some((byte) => byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d)) return false;
  const little = head[0] === 0xff;
  const text = wide ? new TextDecoder(little ? 'utf-16le' : 'utf-16be').decode(head) : Buffer.from(head).toString();
  return !/^[\s\uFEFF]*</.test(text);
}

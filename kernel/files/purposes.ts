import type { Ctx } from '../ctx/index.ts';
import type { FileKind } from './content-type.ts';

/** The purpose of a file: its limits and who may read it. Modules list theirs in their manifest. */
export type FilePurpose = {
  /** e.g. `exhibition.logo` */
  name: string;
  accept: readonly FileKind[];
  /** Limit of the original bytes, before an image is re-encoded. */
  maxBytes: number;
  /**
   * Permission to read a file of this purpose, unless putFile says otherwise; `session`: anyone in the organization.
   */
  read: string;
  /** Permission to send one to `POST /files`; absent: only the server's own code stores files of this purpose. */
  upload?: string;
  /** Largest side of an image, in pixels. Default 2560: sharp on any screen, 300 dpi across a page. */
  maxSide?: number;
  /** An image becomes a PNG of at most 256 colours, whatever it was: for documents and mail programs, and small. */
  png?: true;
  /** Days after which the sweep deletes it; `chosen` reads the organization's settings, and is never below `least`. */
  keepDays?: number | { least: number; chosen(inside: Ctx): Promise<number> };
};

/** Declares a purpose. For `POST /files` it must also be listed under `files` in a manifest. */
export function definePurpose(purpose: FilePurpose): FilePurpose {
  return purpose;
}

/** By name. Throws when two parts of the server chose the same name. */
export function purposesByName(purposes: FilePurpose[]): ReadonlyMap<string, FilePurpose> {
  const byName = new Map<string, FilePurpose>();
  for (const purpose of purposes) {
    if (byName.has(purpose.name)) throw new Error(`Two file purposes are named ${purpose.name}`);
    byName.set(purpose.name, purpose);
  }
  return byName;
}

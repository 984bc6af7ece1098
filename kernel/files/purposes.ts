import type { FileKind } from './content-type.ts';

/** What a file is for: the limits that hold for it and who may read it. Modules list theirs in their manifest. */
export type FilePurpose = {
  /** e.g. `exhibition.logo` */
  name: string;
  accept: readonly FileKind[];
  /** Of the bytes as they came, before an image is re-encoded. */
  maxBytes: number;
  /**
   * Permission to read a file of this purpose, unless putFile says otherwise; `session`: anyone in the organization.
   */
  read: string;
  /** Permission to send one to `POST /files`; absent: only the server's own code puts files of this purpose. */
  upload?: string;
  /** Widest and highest an image stays, in pixels. Default 2560: sharp on any screen, 300 dpi across a page. */
  maxSide?: number;
  /** Days after which the sweep deletes it by itself; for what is needed only for a while. */
  keepDays?: number;
};

/** Declares a purpose; it must also stand under `files` in a manifest to be sent to `POST /files`. */
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

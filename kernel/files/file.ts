import type { Selectable } from 'kysely';
import type { DB } from '../../db/types.ts';

/** A file for the rest of the server: everything but the location of its bytes. */
export type StoredFile = {
  id: string;
  purpose: string;
  name: string;
  contentType: string;
  sizeBytes: number;
  /** hex */
  sha256: string;
  /** pixels; null when it is no image */
  width: number | null;
  height: number | null;
  permission: string;
  createdAt: Date;
};

export function toFile(row: Selectable<DB['file']>): StoredFile {
  return {
    id: row.id,
    purpose: row.purpose,
    name: row.name,
    contentType: row.content_type,
    sizeBytes: Number(row.size_bytes),
    sha256: row.sha256,
    width: row.width,
    height: row.height,
    permission: row.permission,
    createdAt: row.created_at,
  };
}

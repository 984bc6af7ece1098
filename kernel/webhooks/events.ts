import type { Ctx } from '../ctx/index.ts';
import type { Result } from '../lib/result.ts';
import type { Manifest } from '../module/index.ts';

/** Reads a record as the API answers it. */
export type ReadRecord = (ctx: Ctx, id: string) => Promise<Result<unknown>>;

declare module '../module/index.ts' {
  interface Manifest {
    /** subject type → its record as the API answers it, for events; those with a PATCH are known already */
    eventRecords?: Record<string, ReadRecord>;
  }
}

/** Whether an address wants an event: by its name, the beginning of it (`exhibition.bill.*`), or all (`*`). */
export const wants = (patterns: string[], event: string): boolean =>
  patterns.some((one) => (one.endsWith('*') ? event.startsWith(one.slice(0, -1)) : one === event));

/** The readers of all records, by the type of their subject. */
export function recordReaders(manifests: Manifest[]): Map<string, ReadRecord> {
  const readers = new Map<string, ReadRecord>();
  for (const { routes = [], eventRecords = {} } of manifests) {
    // What a customer is shown of their own, the portal's routes read for that customer only.
    for (const { method, path, record, permission } of routes)
      if (method === 'GET' && record && permission !== 'portal' && path.endsWith('/{id}'))
        readers.set(record.kind, (ctx, id) => record.read(ctx, { id }));
    for (const [type, read] of Object.entries(eventRecords)) readers.set(type, read);
  }
  return readers;
}

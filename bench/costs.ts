import type { Stage } from './stage.ts';
/** Processor time of one part of a request, in milliseconds: in the server's process, and in the database's. */
export type CostFinding = { what: string; server: number; database: number };
export async function costs(_stage: Stage): Promise<CostFinding[]> {
  return [];
}

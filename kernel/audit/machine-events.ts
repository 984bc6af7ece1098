import type { DB } from '../../db/types.ts';
import type { Services } from '../ctx/index.ts';

/**
 * What machines report by the thousand, such as a scan at the door or a reading of a meter: a row of its own table is
 * its record, and the audit trail refuses it. What people and commands do to a machine, and its settings, are audit
 * entries.
 */
export type MachineEvent = {
  /** where each of them is kept */
  table: keyof DB & string;
  /** how it can be told from who did it, without an entry */
  told: string;
};

declare module '../module/index.ts' {
  interface Manifest {
    /** name, as an audit action would have it → where it is kept instead */
    machineEvents?: Record<string, MachineEvent>;
  }
}

declare module '../ctx/index.ts' {
  interface Services {
    machineEvents?: Map<string, MachineEvent>;
  }
}

/** Thousands of entries a minute would bury what people did, and cost each a place in the chain. */
export function refuseMachineEvent(services: Services, action: string): void {
  const event = services.machineEvents?.get(action);
  if (event) throw new Error(`${action} is a machine's event: it is kept in ${event.table}, not in the audit trail`);
}

import type { DB } from '../../db/types.ts';
import type { Services } from '../ctx/index.ts';

/**
 * An event that machines report by the thousand, such as a scan at the door or a reading of a meter. A row in its own
 * table records it, and `audit` refuses it. What people and commands do to a machine, and changes of its settings, are
 * audit entries.
 */
type MachineEvent = {
  /** table that stores these events */
  table: keyof DB & string;
  /** how the event is attributed to who caused it, without an audit entry */
  distinguishedBy: string;
};

declare module '../module/index.ts' {
  interface Manifest {
    /** action name → the table that stores the event instead */
    machineEvents?: Record<string, MachineEvent>;
  }
}

declare module '../ctx/index.ts' {
  interface Services {
    machineEvents?: Map<string, MachineEvent>;
  }
}

/**
 * Throws for a machine event. Thousands of entries a minute would hide what people did, and each takes room in the
 * chain.
 */
export function refuseMachineEvent(services: Services, action: string): void {
  const event = services.machineEvents?.get(action);
  if (event) throw new Error(`${action} is a machine's event: it is kept in ${event.table}, not in the audit trail`);
}

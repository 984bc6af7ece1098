import { Disk } from '../../../../../kernel/scanner/public/index.ts';
import type { QueuedScan } from '../../contract.ts';
import type { KeptRoster, Session, Store } from './types.ts';

/** The scanner's storage, which two windows share. */
export const NAME = 'counterfoil-scanner';
/** By session, day, meal and (`served`) student: who was served here, and how many. */
const BY_DAY = ['served', 'counts'] as const;

export class IndexedStore extends Disk<Session, KeptRoster, QueuedScan> implements Store {
  constructor() {
    super({ name: NAME, ofRoster: BY_DAY, ofSession: ['seqs'], keyOf: ({ seq }) => seq });
  }

  nextSeq(session: string): Promise<number> {
    return this.write(['seqs'], async (store) => {
      const seqs = store('seqs');
      const seq = ((await seqs.get(session)) ?? 0) + 1;
      await seqs.put(seq, session);
      return seq;
    });
  }

  async served(session: string, key: string): Promise<boolean> {
    return (await (await this.db()).count('served', [session, key])) > 0;
  }

  async markServed(session: string, key: string): Promise<void> {
    await this.write(['served'], (store) => store('served').put(true, [session, key]));
  }

  async forgetDays(session: string, before: string): Promise<void> {
    // Keys begin with the day, as text.
    const older = IDBKeyRange.bound([session], [session, before], false, true);
    await this.write(BY_DAY, (store) => Promise.all(BY_DAY.map((name) => store(name).delete(older))));
  }

  async count(session: string, slot: string): Promise<number> {
    return (await (await this.db()).get('counts', [session, slot])) ?? 0;
  }

  async setCount(session: string, slot: string, count: number): Promise<void> {
    await this.write(['counts'], (store) => store('counts').put(count, [session, slot]));
  }
}

import { Disk } from '../../../../kernel/scanner/public/index.ts';
import type { EntranceRoster } from '../contract.ts';
import type { Queued, Session, Store, Visitors } from './types.ts';

/** The scanner's storage, which two windows share. */
export const NAME = 'counterfoil-entrance';

/** `came`: by session, day and customer; `visitors`: by session. */
export class Kept extends Disk<Session, EntranceRoster, Queued> implements Store {
  constructor() {
    super({ name: NAME, ofRoster: ['came', 'visitors'], keyOf: ({ key }) => key });
  }

  async came(session: string, day: string, customer: string): Promise<string | null> {
    return (await (await this.db()).get('came', [session, day, customer])) ?? null;
  }

  async setCame(session: string, day: string, customer: string, at: string): Promise<void> {
    await this.write(['came'], async (store) => {
      const before = await store('came').get([session, day, customer]);
      if (before === undefined || at < before) await store('came').put(at, [session, day, customer]);
    });
  }

  async visitors(session: string): Promise<Visitors | null> {
    return (await (await this.db()).get('visitors', session)) ?? null;
  }

  async setVisitors(session: string, visitors: Visitors): Promise<void> {
    await this.write(['visitors'], (store) => store('visitors').put(visitors, session));
  }
}

import type { Ctx } from '../ctx/index.ts';

/** An operator with play money instead of the real one. */
export type PlayAccount = {
  /** base address of its API */
  root: string;
  /** the API user, or client id */
  user: string;
  key: string;
  /** where the payers' phones are shown */
  phones: string;
};

declare module '../module/index.ts' {
  interface Manifest {
    /** the organization's account of play money at an operator; null: it takes none */
    playMoney?: (ctx: Ctx, operator: 'mtn' | 'airtel') => Promise<PlayAccount | null>;
  }
}

declare module '../ctx/index.ts' {
  interface Services {
    playMoney: import('../module/index.ts').Manifest['playMoney'];
  }
}

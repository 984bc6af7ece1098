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
    /** the play money of an operator; null: switched off */
    playMoney?: (ctx: Ctx, operator: 'mtn' | 'airtel') => PlayAccount | null;
  }
}

declare module '../ctx/index.ts' {
  interface Services {
    playMoney: import('../module/index.ts').Manifest['playMoney'];
  }
}

import type { Ctx } from '../ctx/index.ts';

/** An outside service that an organization uses: `fault` says in words why it doesn't accept us; null: it does. */
type Probed = { service: string; fault: string | null };

/**
 * Asks the outside services of the ctx's organization whether they accept its account, and changes nothing there. For
 * `counterfoil doctor`: it may take seconds, and the answers are for the operator, in English.
 */
export type Probe = (ctx: Ctx) => Promise<Probed[]>;

declare module '../module/index.ts' {
  interface Manifest {
    probe?: Probe;
  }
}

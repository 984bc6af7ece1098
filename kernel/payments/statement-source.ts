import type { Ctx } from '../ctx/index.ts';
import type { StatementLine } from './contract.ts';

/** The package that finds payments in banks' statements. It registers under `statementSource` in its manifest. */
type StatementSource = {
  /** the line that a payment was matched with */
  lineOf(ctx: Ctx, paymentId: string): Promise<StatementLine | null>;
  /** opens that line again, because the payment's confirmation was a mistake; in the caller's transaction */
  reopenLine(tx: Ctx, paymentId: string): Promise<void>;
};

declare module '../module/index.ts' {
  interface Manifest {
    statementSource?: StatementSource;
  }
}

declare module '../ctx/index.ts' {
  interface Services {
    statementSource: StatementSource | undefined;
  }
}

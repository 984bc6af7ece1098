import type { Ctx } from '../../ctx/index.ts';

/** What a supervisor approves here: the key of its text says what it is. */
export const NO_SALE = 'till.no_sale';
export const PAY_OUT = 'till.pay_out';
export const REFUND = 'till.refund';
export const APPROVALS: Record<string, string> = {
  [NO_SALE]: 'console.till.approve.no_sale',
  [PAY_OUT]: 'console.till.approve.pay_out',
  [REFUND]: 'console.till.approve.refund',
};

declare module '../../module/index.ts' {
  interface Manifest {
    /** what a supervisor approves, such as `exhibition.void` → the key of its name; used up by `useUpApproval` */
    approvals?: Record<string, string>;
  }
}
declare module '../../ctx/index.ts' {
  interface Services {
    approvals: ReadonlyMap<string, string>;
  }
}

/** The key of the name of what is approved; undefined: nothing is called so. */
export const approvalLabel = (ctx: Ctx, what: string): string | undefined => ctx.services.approvals.get(what);

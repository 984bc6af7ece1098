import type { Ctx } from '../../../kernel/ctx/index.ts';
import type { MachineRow } from '../machines/lock-machine.query.ts';
import { reckonUse } from '../stock/reckon-use.action.ts';
import type { NewOrder } from './new-order.ts';

/**
 * What orders do besides: each part gets the new ones of a report, and those that were not served before and are now, in
 * the transaction that writes them, with the machine locked. Each order comes here once as served, however often it was
 * sent; a late one comes with the time at which it was made.
 */
export const ORDER_PARTS: ((tx: Ctx, machine: MachineRow, orders: NewOrder[]) => Promise<void>)[] = [reckonUse];

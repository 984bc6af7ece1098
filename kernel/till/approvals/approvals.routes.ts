import { Type } from 'typebox';
import { route } from '../../module/index.ts';
import { Approval, ApprovalInput, Approver, PinInput, PinState } from '../contract.ts';
import { listApprovers, pinState } from './approvals.query.ts';
import { approve } from './approve.action.ts';
import { setPin } from './set-pin.action.ts';

/** Each checks a secret; wrong ones are counted besides. */
const rateLimit = 20;

export const approvalRoutes = [
  route({
    method: 'POST',
    path: '/approvals',
    permission: 'till.use',
    summary: 'A supervisor approves something at the caller’s till, by PIN or by e-mail and password',
    body: ApprovalInput,
    reply: Approval,
    status: 201,
    idempotent: true,
    rateLimit,
    run: (ctx, { body }) => approve(ctx, body),
  }),
  route({
    method: 'GET',
    path: '/approvals/approvers',
    permission: 'till.use',
    summary: 'Who can approve by a PIN, besides the caller',
    reply: Type.Array(Approver),
    run: (ctx) => listApprovers(ctx),
  }),
  route({
    method: 'GET',
    path: '/approvals/pin',
    permission: 'till.supervise',
    summary: 'Since when the caller has a PIN for approvals',
    reply: PinState,
    run: (ctx) => pinState(ctx),
  }),
  route({
    method: 'POST',
    path: '/approvals/pin',
    permission: 'till.supervise',
    operationId: 'setApprovalPin',
    // Wrong ones are counted whatever becomes of the request.
    idempotent: false,
    summary: 'Set or remove the caller’s PIN for approvals, with their password',
    body: PinInput,
    reply: Type.Null(),
    rateLimit,
    run: (ctx, { body }) => setPin(ctx, body),
  }),
];

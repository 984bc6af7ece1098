import { inOrg } from '../../kernel/ctx/index.ts';
import { found, type StartStep } from '../../kernel/module/index.ts';
import { SCANNER_KINDS } from './door/scanner-kinds.rule.ts';

/** From nothing to the first student who is served. */
export const startSteps: StartStep[] = [
  {
    id: 'mess.meals',
    permission: 'mess.manage',
    to: '/mess/meals',
    look: (ctx) =>
      found(ctx.db.selectFrom('mess_meal').select('organization_id').where(inOrg(ctx)).where('active', '=', true)),
  },
  {
    id: 'mess.cycle',
    permission: 'mess.manage',
    to: '/mess/cycles/new',
    look: (ctx) => found(ctx.db.selectFrom('mess_cycle').select('organization_id').where(inOrg(ctx))),
  },
  {
    id: 'mess.students',
    permission: 'mess.manage',
    to: '/mess/students/import',
    look: (ctx) => found(ctx.db.selectFrom('mess_student').select('organization_id').where(inOrg(ctx))),
  },
  {
    id: 'mess.paid',
    permission: 'mess.manage',
    to: '/mess/payments',
    look: (ctx) =>
      found(
        ctx.db
          .selectFrom('mess_cycle_payment')
          .select('organization_id')
          .where(inOrg(ctx))
          .where('state', '=', 'verified'),
      ),
  },
  {
    id: 'mess.scanner',
    permission: 'mess.manage',
    // Where its code is made.
    to: '/devices',
    // One that a phone has taken up: a code that nobody used is no scanner.
    look: (ctx) =>
      found(
        ctx.db
          .selectFrom('device')
          .select('id')
          .where(inOrg(ctx))
          .where('kind', 'in', SCANNER_KINDS)
          .where('enrolled_at', 'is not', null)
          .where('revoked_at', 'is', null),
      ),
  },
  {
    id: 'mess.served',
    permission: 'mess.manage',
    to: '/mess/scans',
    look: (ctx) => found(ctx.db.selectFrom('mess_service').select('organization_id').where(inOrg(ctx))),
  },
];

/** Public API of the statements package: what a bank or an operator shows to have come, and which payments it was. */

import { definePackage } from '../module/index.ts';
import { reopenLine } from './actions/reopen-line.action.ts';
import { errors } from './names.ts';
import { personalData } from './personal-data.ts';
import { getStatement, lineOf } from './queries/statements.ts';
import { statementRoutes } from './routes/statements.routes.ts';
import { statementSettings } from './settings.ts';

export { READY_FORMATS } from './domain/ready-formats.ts';

export const statementsPackage = definePackage({
  name: 'statements',
  eventRecords: { statement: getStatement },
  personalData,
  permissions: { 'payments.statements': 'admin' },
  errors,
  routes: statementRoutes,
  settings: [statementSettings],
  statementSource: { lineOf, reopenLine },
  topics: { statement: 'payments.statements' },
});

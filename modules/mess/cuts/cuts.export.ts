import { defineExport, listPage } from '../../../kernel/exports/index.ts';
import { type Cut, CutFilter } from './contract.ts';
import { listCuts } from './cuts.query.ts';

const title = (key: string) => `documents.mess.columns.${key}`;

/** Mess cuts, the cancelled ones included. */
export const cutsExport = defineExport<Cut>({
  name: 'mess.cuts',
  permission: 'mess.export',
  columns: [
    {
      key: 'roll_number',
      title: title('roll_number'),
      type: 'text',
      width: 14,
      value: (row) => row.student.roll_number,
    },
    { key: 'name', title: title('name'), type: 'text', width: 28, value: (row) => row.student.name },
    { key: 'from', title: title('from'), type: 'date', width: 12 },
    { key: 'to', title: title('to'), type: 'date', width: 12 },
    { key: 'days', title: title('days'), type: 'number' },
    { key: 'state', title: title('state'), type: 'text', width: 11 },
    { key: 'created_by', title: title('created_by'), type: 'text', width: 20 },
    { key: 'created_at', title: title('created_at'), type: 'datetime', width: 18 },
  ],
  page: listPage(CutFilter, listCuts),
});

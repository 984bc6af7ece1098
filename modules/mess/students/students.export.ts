import { defineExport, listPage } from '../../../kernel/exports/index.ts';
import { type Student, StudentFilter } from './contract.ts';
import { listStudents } from './students.query.ts';

const title = (key: string) => `documents.mess.columns.${key}`;

/** The students as the list is filtered; sent back as an import, the columns mean the same. */
export const studentsExport = defineExport<Student>({
  name: 'mess.students',
  permission: 'mess.export',
  columns: [
    { key: 'roll_number', title: title('roll_number'), type: 'text', width: 14 },
    { key: 'name', title: title('name'), type: 'text', width: 28 },
    { key: 'room', title: title('room'), type: 'text', width: 10 },
    { key: 'phone', title: title('phone'), type: 'text', width: 16 },
    { key: 'email', title: title('email'), type: 'text', width: 28 },
    { key: 'state', title: title('state'), type: 'text', width: 11 },
    { key: 'cycle_payment', title: title('cycle_payment'), type: 'text', width: 11 },
    { key: 'decided_by', title: title('decided_by'), type: 'text', width: 20 },
    { key: 'created_at', title: title('registered_at'), type: 'datetime', width: 18 },
  ],
  sorts: ['roll_number'],
  page: listPage(StudentFilter, listStudents),
});

import { defineBulk } from '../../kernel/bulk/index.ts';
import { issueCodes } from './codes/issue-codes.action.ts';
import { StudentFilter } from './students/contract.ts';
import { decideStudent } from './students/decide-student.action.ts';
import { listStudents } from './students/students.query.ts';

/** What can be done to all students that the list's filters find. */
export const bulk = [
  defineBulk({
    name: 'mess.students',
    filter: StudentFilter,
    list: listStudents,
    actions: {
      approve: { permission: 'mess.student.decide', act: (tx, id) => decideStudent(tx, id, 'approve') },
      deny: {
        permission: 'mess.student.decide',
        reason: true,
        act: (tx, id, reason) => decideStudent(tx, id, 'deny', reason),
      },
      renew: { permission: 'mess.student.qr', act: (tx, id) => issueCodes(tx, [id], true) },
    },
  }),
];

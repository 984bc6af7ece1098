import { Type } from 'typebox';
import { ListQuery, sortedBy } from '../../../kernel/http/index.ts';
import { defineRecord, route } from '../../../kernel/module/index.ts';
import { STUDENT } from '../names.ts';
import { changeStudent } from './change-student.action.ts';
import {
  BulkAnswer,
  BulkDenyInput,
  BulkInput,
  ByReference,
  DenyInput,
  EndInput,
  NewStudentInput,
  Student,
  StudentFilter,
  StudentPatch,
} from './contract.ts';
import { type Decision, decideStudent, decideStudents } from './decide-student.action.ts';
import { registerStudent } from './register-student.action.ts';
import { getStudent, listStudents, withoutCodes } from './students.query.ts';

const record = defineRecord({
  subject: STUDENT,
  patch: StudentPatch,
  read: (ctx, { id }: { id: string }) => getStudent(ctx, id),
  // Name and contact belong to the person.
  also: ({ person_id }) => [{ type: 'person', id: person_id }],
});

/** A step that may give a reason. */
const step = (name: Exclude<Decision, 'approve' | 'deny'>, summary: string) =>
  route({
    method: 'POST',
    path: `/mess/students/{id}/${name}`,
    permission: 'mess.student.decide',
    summary,
    params: ByReference,
    body: EndInput,
    reply: Student,
    idempotent: true,
    run: (ctx, { params, body }) => decideStudent(ctx, params.id, name, body?.reason),
  });

export const studentRoutes = [
  route({
    method: 'GET',
    path: '/mess/students',
    aliases: ['/api/v1/students'],
    permission: 'mess.read',
    summary:
      'Students, the latest first (sort=roll_number: by roll number), with the state of their payment for today’s cycle',
    query: Type.Object({ ...ListQuery.properties, ...sortedBy('-created_at', 'roll_number') }),
    filter: StudentFilter,
    reply: Type.Array(Student),
    run: async (ctx, { query, filter }) => withoutCodes(ctx, await listStudents(ctx, { ...query, filter })),
  }),
  route({
    method: 'POST',
    path: '/mess/students',
    aliases: ['/api/v1/students'],
    permission: 'mess.student.write',
    summary: 'Register a student: pending, or approved at once',
    body: NewStudentInput,
    example: { name: 'Asha Verma', roll_number: '21CS042', room: 'B-204', approve: true },
    reply: Student,
    status: 201,
    idempotent: true,
    run: (ctx, { body }) => registerStudent(ctx, body),
  }),
  route({
    method: 'POST',
    path: '/mess/students/bulk-approve',
    permission: 'mess.student.decide',
    summary: 'Approve several; each stands by itself',
    body: BulkInput,
    reply: BulkAnswer,
    run: (ctx, { body }) => decideStudents(ctx, body.ids, 'approve'),
  }),
  route({
    method: 'POST',
    path: '/mess/students/bulk-deny',
    permission: 'mess.student.decide',
    summary: 'Deny several for one reason; each stands by itself',
    body: BulkDenyInput,
    reply: BulkAnswer,
    run: (ctx, { body }) => decideStudents(ctx, body.ids, 'deny', body.reason),
  }),
  route({
    method: 'GET',
    path: '/mess/students/{id}',
    aliases: ['/api/v1/students/{id}'],
    permission: 'mess.read',
    summary: 'One student, by uuid or roll number',
    record,
    params: ByReference,
    reply: Student,
    run: async (ctx, { params }) => withoutCodes(ctx, await getStudent(ctx, params.id)),
  }),
  route({
    method: 'PATCH',
    path: '/mess/students/{id}',
    aliases: ['/api/v1/students/{id}'],
    permission: 'mess.student.write',
    summary: 'Change a student; what is left out stays',
    record,
    params: ByReference,
    body: StudentPatch,
    reply: Student,
    run: (ctx, { params, body }) => changeStudent(ctx, params.id, body),
  }),
  route({
    method: 'POST',
    path: '/mess/students/{id}/approve',
    aliases: ['/api/v1/students/{id}/approve'],
    permission: 'mess.student.decide',
    summary: 'Approve a student, who gets their QR code',
    params: ByReference,
    reply: Student,
    idempotent: true,
    run: (ctx, { params }) => decideStudent(ctx, params.id, 'approve'),
  }),
  route({
    method: 'POST',
    path: '/mess/students/{id}/deny',
    aliases: ['/api/v1/students/{id}/deny'],
    permission: 'mess.student.decide',
    summary: 'Deny a registration, with the reason that the student reads',
    params: ByReference,
    body: DenyInput,
    reply: Student,
    idempotent: true,
    run: (ctx, { params, body }) => decideStudent(ctx, params.id, 'deny', body.reason),
  }),
  step('suspend', 'Suspend a student: no meals until they are reinstated'),
  step('reinstate', 'Let a suspended student eat again'),
  step('leave', 'A student leaves: their code ends'),
];

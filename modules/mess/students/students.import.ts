import { orgOf } from '../../../kernel/ctx/index.ts';
import {
  bareEmail,
  defineImport,
  EMAIL_TITLES,
  NAME_PARTS,
  NAME_TITLES,
  PHONE_TITLES,
} from '../../../kernel/imports/index.ts';
import { nameText } from '../../../kernel/lib/clean-text.ts';
import { readEmail, readPhone } from '../../../kernel/lib/contact.ts';
import { ok, refuse } from '../../../kernel/lib/result.ts';
import { changeStudent } from './change-student.action.ts';
import { registerStudent } from './register-student.action.ts';
import { readRollNumber } from './roll-number.rule.ts';
import { sameStudents } from './same-students.query.ts';

type Row = {
  name: string;
  roll_number: string;
  room: string | null;
  phone: string | null;
  keep_phone: boolean;
  email: string | null;
};

/**
 * Imports students from a list: they are approved at once, each with a code. With the form's `pending` they wait for
 * approval. A row is a duplicate if a student has its roll number, telephone number or e-mail address: brothers may
 * share the last two, so a person decides.
 */
export const studentsImport = defineImport<Row, { approve: boolean }>({
  name: 'mess.students',
  permission: 'mess.student.decide',
  columns: [
    {
      key: 'name',
      titles: [
        'Name',
        'Full name',
        'Student',
        'Student name',
        'Name of student',
        'Full name of student',
        'नाम',
        'Nombre',
        ...NAME_TITLES,
      ],
      parts: NAME_PARTS,
      kind: 'name',
      required: true,
      example: 'Asha Verma',
    },
    {
      key: 'roll_number',
      titles: [
        'Roll number',
        'Roll no',
        'Roll',
        'Reg no',
        'Registration number',
        'Registration no',
        'Enrolment no',
        'Enrollment no',
        'Admission no',
        'Admission number',
        'Enrolment number',
        'Enrollment number',
        'University roll no',
        'Hall ticket no',
        'Student ID',
        'USN',
        'PRN',
        'रोल नंबर',
        'Matrícula',
      ],
      required: true,
      example: '21CS104',
    },
    {
      key: 'room',
      titles: ['Room', 'Room no', 'Room number', 'Hostel room', 'Hostel room no', 'कमरा', 'Habitación'],
      example: 'B-204',
    },
    { key: 'phone', titles: PHONE_TITLES, kind: 'phone', example: '98765 43210' },
    { key: 'email', titles: EMAIL_TITLES, kind: 'email', example: 'asha@example.org' },
  ],
  prepare: async (_, { pending }) => ok({ approve: pending !== 'true' }),
  parseRow(ctx, raw, _context, { asTyped }) {
    const name = nameText(raw.name ?? '');
    if (!name) return refuse('mess.student.name_blank', undefined, { name: 'mess.student.name_blank' });
    if (name.length > 255) return refuse('http.invalid', { limit: 255 }, { name: 'field.maxLength' });
    const roll_number = readRollNumber(raw.roll_number ?? '');
    if (!roll_number)
      return refuse('mess.student.roll_malformed', undefined, { roll_number: 'mess.student.roll_malformed' });
    if ((raw.room ?? '').length > 60) return refuse('http.invalid', { limit: 60 }, { room: 'field.maxLength' });
    const phone = raw.phone ? readPhone(raw.phone, orgOf(ctx).country, asTyped) : ok(null);
    if (!phone.ok) return { ...phone, fields: { phone: phone.code } };
    const email = raw.email ? readEmail(bareEmail(raw.email)) : ok(null);
    if (!email.ok) return { ...email, fields: { email: email.code } };
    return ok({
      name,
      roll_number,
      room: raw.room || null,
      phone: phone.data,
      keep_phone: asTyped,
      email: email.data,
    });
  },
  same: [
    { column: 'roll_number', of: (row) => row.roll_number },
    { column: 'phone', of: (row) => row.phone },
    { column: 'email', of: (row) => row.email?.toLowerCase() ?? null },
  ],
  findSame: sameStudents,
  async updateRows(tx, rows) {
    for (const { row, id } of rows) {
      // An empty cell says nothing about the student.
      const given = Object.entries(row).filter(([, value]) => value !== null);
      const changed = await changeStudent(tx, id, Object.fromEntries(given));
      if (!changed.ok) return changed;
    }
    return ok(null);
  },
  async writeRows(tx, rows, { approve }) {
    for (const row of rows) {
      const registered = await registerStudent(tx, { ...row, approve });
      if (!registered.ok) return registered;
    }
    return ok(null);
  },
});

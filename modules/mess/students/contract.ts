import { type Static, Type } from 'typebox';
import { At, Id, Ids, nullable } from '../../../kernel/lib/schemas.ts';
import { CYCLE_PAYMENT_STATES } from '../cycles/contract.ts';
import { STUDENT_STATES } from './student-states.rule.ts';

const RollNumber = Type.String({ minLength: 1, maxLength: 40, description: 'Kept in capitals, without spaces.' });
const Reason = Type.String({ minLength: 1, maxLength: 500 });

const StudentInput = Type.Object({
  name: Type.String({ minLength: 1, maxLength: 255 }),
  roll_number: RollNumber,
  room: Type.Optional(nullable(Type.String({ maxLength: 60 }))),
  phone: Type.Optional(nullable(Type.String({ maxLength: 40 }))),
  keep_phone: Type.Optional(Type.Boolean({ description: 'A number that no known range has is right as it is typed.' })),
  email: Type.Optional(nullable(Type.String({ maxLength: 254 }))),
  language: Type.Optional(Type.String({ maxLength: 35, description: 'BCP 47' })),
  photo_file_id: Type.Optional(nullable(Type.String({ format: 'uuid', description: 'A file of purpose mess.photo.' }))),
  notify_meals: Type.Optional(Type.Boolean({ description: 'A word by chat after each meal; by default not.' })),
  changing_code: Type.Optional(Type.Boolean({ description: 'Takes only a code that changes from this student.' })),
});

export const NewStudentInput = Type.Object({
  ...StudentInput.properties,
  person_id: Type.Optional(Type.String({ format: 'uuid', description: 'Somebody the organization knows already.' })),
  approve: Type.Optional(Type.Boolean({ description: 'Approve at once.' })),
});
export type NewStudentInput = Static<typeof NewStudentInput>;

export const StudentPatch = Type.Partial(StudentInput);
export type StudentPatch = Static<typeof StudentPatch>;

export const Student = Type.Object({
  id: Id,
  person_id: Id,
  name: Type.String(),
  roll_number: Type.String(),
  room: nullable(Type.String()),
  phone: nullable(Type.String()),
  email: nullable(Type.String()),
  language: Type.String(),
  photo_file_id: nullable(Id),
  notify_meals: Type.Boolean(),
  changing_code: Type.Boolean({ description: 'Of this student by themselves.' }),
  code_changes: Type.Boolean({ description: 'The same, or by the setting for everybody.' }),
  state: Type.Enum([...STUDENT_STATES]),
  denial_reason: nullable(Type.String()),
  allowed: Type.Array(Type.String(), { description: 'Steps that the state allows.' }),
  cycle_payment: nullable(Type.Enum([...CYCLE_PAYMENT_STATES], { description: 'Of the cycle of today.' })),
  qr: nullable(
    Type.String({ description: 'Text of the QR; null: none, revoked, one that changes, or not for your role.' }),
  ),
  decided_at: nullable(At),
  decided_by: nullable(Type.String()),
  created_at: At,
  updated_at: At,
});
export type Student = Static<typeof Student>;

export const StudentFilter = Type.Object(
  {
    state: Type.Optional(
      Type.Union([Type.Enum([...STUDENT_STATES]), Type.Array(Type.Enum([...STUDENT_STATES]), { maxItems: 5 })]),
    ),
    roll_number: Type.Optional(Type.String({ maxLength: 40 })),
    room: Type.Optional(Type.String({ maxLength: 60 })),
    person_id: Type.Optional(Id),
    cycle_payment: Type.Optional(Type.Enum([...CYCLE_PAYMENT_STATES])),
  },
  { additionalProperties: false },
);
export type StudentFilter = Static<typeof StudentFilter>;

export const DenyInput = Type.Object({ reason: Reason });
export const EndInput = Type.Object({ reason: Type.Optional(Type.String({ maxLength: 500 })) });
export const BulkInput = Type.Object({ ids: Ids });
export const BulkDenyInput = Type.Object({ ids: Ids, reason: Reason });

export const BulkAnswer = Type.Object({
  done: Type.Array(Id),
  refused: Type.Array(Type.Object({ id: Id, code: Type.String(), message: Type.String() })),
});
export type BulkAnswer = Static<typeof BulkAnswer>;

export const ByReference = Type.Object({ id: Type.String({ maxLength: 40, description: 'uuid or roll number' }) });

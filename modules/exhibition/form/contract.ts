import { type Static, Type } from 'typebox';
import { At, Id, nullable } from '../../../kernel/lib/schemas.ts';

export { capacityOf } from './free-places.rule.ts';

export const FIELD_KINDS = ['text', 'choice', 'yes_no'] as const;

/** With these, the largest form that somebody sends in any script fits into the body of a stranger's request. */
export const MAX_FIELDS = 10;
const MAX_ANSWER = 200;
const MAX_CHOICES = 20;

const fieldProperties = {
  kind: Type.Enum([...FIELD_KINDS], { description: 'text, one of the choices, or yes/no.' }),
  label: Type.String({ minLength: 1, maxLength: 120, description: 'The question.' }),
  required: Type.Boolean(),
  choices: Type.Array(Type.String({ minLength: 1, maxLength: 80 }), {
    maxItems: MAX_CHOICES,
    description: 'Of a choice: at least two.',
  }),
};
export const Field = Type.Object({ id: Id, ...fieldProperties });
export type Field = Static<typeof Field>;
const FieldInput = Type.Object({
  id: Type.Optional(Type.String({ format: 'uuid', description: 'Of a question that is there already.' })),
  ...fieldProperties,
});

/** What somebody answered, with the question as it stood then: it may be changed or removed later. */
export const Answer = Type.Object({
  field: Id,
  kind: Type.Enum([...FIELD_KINDS]),
  label: Type.String(),
  value: Type.String({ description: 'Of yes/no: `yes` or `no`.' }),
});
export type Answer = Static<typeof Answer>;

export const Given = Type.Array(Type.Object({ field: Id, value: Type.String({ maxLength: MAX_ANSWER }) }), {
  maxItems: MAX_FIELDS,
});
export type Given = Static<typeof Given>;

export const FormPatch = Type.Partial(
  Type.Object({
    open: Type.Boolean({ description: 'Whether people may register on the page.' }),
    capacity: nullable(Type.Integer({ minimum: 1, maximum: 1_000_000, description: 'People; null: as many as come.' })),
    intro: Type.String({ maxLength: 1000 }),
    fields: Type.Array(FieldInput, { maxItems: MAX_FIELDS, description: 'In the order in which they are asked.' }),
  }),
);
export type FormPatch = Static<typeof FormPatch>;

export const Form = Type.Object({
  id: Type.String({ format: 'uuid', description: 'The exhibition’s.' }),
  url: nullable(Type.String({ description: 'The page’s address; null until it is opened for the first time.' })),
  open: Type.Boolean(),
  capacity: nullable(Type.Integer()),
  intro: Type.String(),
  fields: Type.Array(Field),
  registered: Type.Integer({ description: 'Customers of the exhibition, those of the desk too.' }),
  waiting: Type.Integer(),
  free: nullable(Type.Integer({ description: 'Places; null without a capacity.' })),
  updated_at: nullable(At),
});
export type Form = Static<typeof Form>;

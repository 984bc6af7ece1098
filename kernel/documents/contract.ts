import { type Static, Type } from 'typebox';
import { At, Id, nullable } from '../lib/schemas.ts';

export { SlipLogo } from './slip-contract.ts';

export const SERIES = ['receipt', 'invoice', 'credit_note'] as const;
export type Series = (typeof SERIES)[number];

/** Numbers that one device holds: it gives them to what it prints without a network. */
export const Block = Type.Object({
  id: Id,
  series: Type.Enum([...SERIES]),
  prefix: Type.String({ description: 'Stands before the number, which has six digits or more.' }),
  first: Type.Integer(),
  last: Type.Integer(),
});
export type Block = Static<typeof Block>;

export const BlockUse = Type.Object({
  ...Block.properties,
  holder: Type.String(),
  device: Type.String({ description: 'The first characters of the name that a browser gave itself.' }),
  reserved_at: At,
  used: Type.Integer(),
  unused: Type.Integer(),
  gaps: Type.Array(Type.Object({ from: Type.String(), to: Type.String() }), {
    description: 'Numbers that no document has.',
  }),
  closed_at: nullable(At),
  closed_by: nullable(Type.String()),
  close_reason: nullable(Type.String()),
});
export type BlockUse = Static<typeof BlockUse>;

export const CloseBlock = Type.Object({ reason: Type.String({ minLength: 1, maxLength: 500 }) });

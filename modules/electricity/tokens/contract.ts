import { type Static, Type } from 'typebox';
import { At, Id, nullable } from '../../../kernel/lib/schemas.ts';
import { TOKEN_KINDS } from './openpaygo.rule.ts';

const strict = { additionalProperties: false };

export const KeypadInput = Type.Union([
  Type.Object(
    {
      kind: Type.Literal('openpaygo'),
      key: Type.Optional(
        Type.String({
          pattern: '^[0-9a-fA-F]{32}$',
          description: 'The device’s key; made and shown once when absent.',
        }),
      ),
      starting_code: Type.Optional(Type.Integer({ minimum: 0, maximum: 999_999_999 })),
      extended: Type.Optional(Type.Boolean({ description: 'Tokens of 12 digits, for values above 995.' })),
      restricted: Type.Optional(Type.Boolean({ description: 'Only the digits 1 to 4.' })),
      unit_wh: Type.Optional(
        Type.Integer({ minimum: 1, maximum: 1_000_000, description: 'What a token’s value counts; 100 when absent.' }),
      ),
      count: Type.Optional(Type.Integer({ minimum: 0, maximum: 100_000, description: 'The device’s counter so far.' })),
    },
    strict,
  ),
  Type.Object(
    {
      kind: Type.Literal('sts'),
      supply_group: Type.String({ pattern: '^[0-9]{6}$' }),
      tariff_index: Type.Integer({ minimum: 0, maximum: 99 }),
      key_revision: Type.Integer({ minimum: 1, maximum: 9 }),
    },
    strict,
  ),
]);
export type KeypadInput = Static<typeof KeypadInput>;

export const Keypad = Type.Object({
  kind: Type.Enum(['openpaygo', 'sts']),
  unit_wh: Type.Integer(),
  extended: Type.Boolean(),
  restricted: Type.Boolean(),
  count: Type.Integer({ description: 'Of the latest token.' }),
  waiting_wh: Type.Integer({ description: 'Less than a unit, or taken back: the next token has it.' }),
});
export type Keypad = Static<typeof Keypad>;
export const AttachedKeypad = Type.Object({
  ...Keypad.properties,
  key: nullable(Type.String({ description: 'Shown once, when the server made it.' })),
});
export type AttachedKeypad = Static<typeof AttachedKeypad>;

export const TokenInput = Type.Object(
  {
    kind: Type.Enum(['set', 'disable', 'sync']),
    kwh: Type.Optional(Type.Number({ minimum: 0, maximum: 1_000_000, description: 'What the meter is set to.' })),
    reason: Type.String({ minLength: 1, maxLength: 500 }),
  },
  strict,
);
export type TokenInput = Static<typeof TokenInput>;

export const Token = Type.Object({
  id: Id,
  kind: Type.Enum([...TOKEN_KINDS]),
  token: nullable(Type.String({ description: 'The digits in groups, as people type them; null: not known yet.' })),
  wh: Type.Integer(),
  state: Type.Enum(['issued', 'asked', 'refused']),
  source_id: nullable(Type.String({ description: 'The purchase or the voucher.' })),
  by: Type.String(),
  created_at: At,
});
export type Token = Static<typeof Token>;

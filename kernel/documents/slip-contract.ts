import { type Static, Type } from 'typebox';

/** How a row of a slip looks; `big` is twice as high. */
const look = { bold: Type.Optional(Type.Literal(true)), big: Type.Optional(Type.Literal(true)) };

/** One row of a narrow paper: text, two texts at its edges, a line across, or a QR code. */
export const SlipRow = Type.Union([
  Type.Object({
    kind: Type.Literal('text'),
    text: Type.String(),
    center: Type.Optional(Type.Literal(true)),
    ...look,
    soft: Type.Optional(Type.Literal(true)),
  }),
  Type.Object({
    kind: Type.Literal('pair'),
    left: Type.String(),
    right: Type.String(),
    ...look,
    soft: Type.Optional(Type.Literal(true)),
  }),
  Type.Object({ kind: Type.Literal('rule') }),
  Type.Object({ kind: Type.Literal('code'), text: Type.String() }),
]);
export type SlipRow = Static<typeof SlipRow>;

export const Slip = Type.Object({
  number: Type.String(),
  language: Type.String(),
  rows: Type.Array(SlipRow),
});
export type Slip = Static<typeof Slip>;

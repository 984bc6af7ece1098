import { type Static, Type } from 'typebox';

/** How a row of a slip looks; `big` is twice as high. */
const look = { bold: Type.Optional(Type.Literal(true)), big: Type.Optional(Type.Literal(true)) };

/** The organization's logo, in the middle; both sides are multiples of eight, as printers take pictures. */
export const SlipLogo = Type.Object({
  kind: Type.Literal('logo'),
  url: Type.String({ description: 'A grey PNG on white, as data: URL.' }),
  width: Type.Integer({ description: 'In dots of a printer (203 dpi).' }),
  height: Type.Integer(),
});
export type SlipLogo = Static<typeof SlipLogo>;

/** One row of a narrow paper: the logo, text, two texts at its edges, a line across, or a QR code. */
export const SlipRow = Type.Union([
  SlipLogo,
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
/** A row that is made of text alone, whatever prints it. */
export type PlainRow = Exclude<SlipRow, SlipLogo>;

export const Slip = Type.Object({
  number: Type.String(),
  language: Type.String(),
  rows: Type.Array(SlipRow),
});
export type Slip = Static<typeof Slip>;

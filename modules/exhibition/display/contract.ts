import { type Static, Type } from 'typebox';
import { PageBrand } from '../../../kernel/branding/contract.ts';
import { Amount, At, Currency, Id, nullable } from '../../../kernel/lib/schemas.ts';

export { soundOf } from './sound.rule.ts';

export const DISPLAY = 'exhibition.display';

const Line = Type.Object({
  name: Type.String({ maxLength: 200 }),
  quantity: Type.String({ maxLength: 12 }),
  amount: Type.String({ maxLength: 30 }),
});
const Money = Type.String({ maxLength: 30 });

/** The sale in hand, as the desk sees it. */
const Shown = Type.Object({
  state: Type.Enum(['idle', 'sale', 'due', 'code', 'paid'], {
    description: 'sale: goods are added; due: to be paid; code: to be paid by the code; paid.',
  }),
  currency: Type.Optional(Type.String({ minLength: 3, maxLength: 3 })),
  lines: Type.Optional(Type.Array(Line, { maxItems: 100 })),
  total: Type.Optional(Money),
  due: Type.Optional(Money),
  change: Type.Optional(Money),
});
export const ShowInput = Type.Object({
  ...Shown.properties,
  bill_id: Type.Optional(Type.String({ format: 'uuid', description: 'Whose code is shown, and whose payment.' })),
});
export type ShowInput = Static<typeof ShowInput>;

/** What the screen draws; the brand only while nothing is sold. */
export const DisplayView = Type.Object({
  organization: Type.String(),
  brand: nullable(PageBrand),
  colour: nullable(Type.String({ description: '#rrggbb, dark enough for white text; null: none.' })),
  sound: Type.Boolean({ description: 'Whether it sounds when a sale is paid, refused or changed.' }),
  state: Shown.properties.state,
  currency: Currency,
  lines: Type.Array(Line),
  total: nullable(Amount),
  due: nullable(Amount),
  change: nullable(Amount),
  reference: nullable(Type.String()),
  qr_svg: nullable(Type.String()),
});
export type DisplayView = Static<typeof DisplayView>;

export const Displays = Type.Array(Type.Object({ id: Id, name: Type.String(), last_seen_at: nullable(At) }));

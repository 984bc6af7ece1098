import { type Static, Type } from 'typebox';
import { nullable } from '../lib/schemas.ts';

/** How a page for customers shows whose it is. */
export const PageBrand = Type.Object({
  name: Type.String(),
  colour: nullable(Type.String({ description: '#rrggbb; null: the page’s own' })),
  logo: nullable(Type.String({ description: 'The path of a PNG, another one for each picture.' })),
});
export type PageBrand = Static<typeof PageBrand>;

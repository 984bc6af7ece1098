import { type Static, Type } from 'typebox';
import { nullable } from '../lib/schemas.ts';

/** The look of an organization's pages for customers. */
export const BrandView = Type.Object({
  logo: nullable(Type.String({ description: 'The address of its picture, on this server.' })),
  colour: nullable(Type.String({ description: 'Of buttons and links, with white text on it: #1f4b6e. null: ours.' })),
});
export type BrandView = Static<typeof BrandView>;

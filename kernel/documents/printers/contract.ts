import { type Static, Type } from 'typebox';

export const Printers = Type.Object({
  on: Type.Boolean({ description: 'Whether the environment names a network of printers.' }),
  printers: Type.Array(Type.Object({ name: Type.String(), address: Type.String() })),
});
export type Printers = Static<typeof Printers>;

/** Bytes of a slip: some hundreds of rows, of which many are pictures. */
const MAX_BYTES = 256 * 1024;

export const PrintInput = Type.Object({
  printer: Type.String({ minLength: 1, maxLength: 60, description: 'Its name in the settings.' }),
  data: Type.String({
    minLength: 4,
    maxLength: Math.ceil(MAX_BYTES / 3) * 4,
    pattern: '^[A-Za-z0-9+/]+={0,2}$',
    description: 'What the printer gets (ESC/POS), base64.',
  }),
});

export const Printed = Type.Object({
  finished: Type.Boolean({ description: 'false: it took all, and has not said that it is done.' }),
});
export type Printed = Static<typeof Printed>;

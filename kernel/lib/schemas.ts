import { type TSchema, Type } from 'typebox';

/** Parts of request and answer schemas that every contract uses. */

export const nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);
export const Id = Type.String({ format: 'uuid' });
export const At = Type.String({ format: 'date-time' });
export const Day = Type.String({ format: 'date' });
export const Amount = Type.String({ description: 'Decimal text such as "12.50".' });
export const Currency = Type.String({ pattern: '^[A-Z]{3}$', description: 'ISO 4217' });
/** The parameter of a route below one record. */
export const ById = Type.Object({ id: Id });
/** The records of a bulk request. */
export const Ids = Type.Array(Id, { minItems: 1, maxItems: 500 });

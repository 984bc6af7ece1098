import { type Static, Type } from 'typebox';
import { HandedOver } from '../../../kernel/devices/index.ts';
import { NewestFirst } from '../../../kernel/http/index.ts';
import { Id } from '../../../kernel/lib/schemas.ts';
import { MACHINE_MARKS, Machine } from './contract.ts';

/** The list by `filter` and `search`, as everywhere, or by the older parameters with numbered pages. */
export const MachineQuery = Type.Object({
  ...NewestFirst.properties,
  query: Type.Optional(Type.String({ maxLength: 200, description: 'The same as search.' })),
  merchant_id: Type.Optional(Id),
  model: Type.Optional(Type.String({ maxLength: 80 })),
  status: Type.Optional(Type.Enum([...MACHINE_MARKS])),
  page: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 })),
});

/** A new machine, with the code to be typed on it. */
export const NewMachine = Type.Object({ machine: Machine, ...HandedOver.properties });
export type NewMachine = Static<typeof NewMachine>;

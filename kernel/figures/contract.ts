import { type Static, Type } from 'typebox';
import { Amount, Currency, Day, Id, nullable } from '../lib/schemas.ts';

const FigureView = Type.Object({
  kind: Type.String(),
  to: Type.String({ description: 'The console’s page about it.' }),
  count: nullable(Type.Integer({ description: 'Null: it is money.' })),
  sums: Type.Array(Type.Object({ currency: Currency, amount: Amount, amount_minor: Type.Integer() })),
});
export const OrganizationFigures = Type.Object({
  organization: Type.Object({ id: Id, name: Type.String(), currency: Currency }),
  day: { ...Day, description: 'Today, where the organization is.' },
  modules: Type.Array(Type.String()),
  figures: Type.Array(FigureView, { description: 'Those that the caller may see there.' }),
});
export type OrganizationFigures = Static<typeof OrganizationFigures>;

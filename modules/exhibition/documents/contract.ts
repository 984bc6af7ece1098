import { type Static, Type } from 'typebox';
import { Amount, At, Currency, Id } from '../../../kernel/lib/schemas.ts';

export const DocumentAnswer = Type.Object({
  id: Id,
  number: Type.String(),
  series: Type.String(),
  issued_at: At,
  total: Amount,
  currency: Currency,
});
export type DocumentAnswer = Static<typeof DocumentAnswer>;

/** Events that could not be processed, as the console shows them. */
import { type Static, Type } from 'typebox';

export const InboxEvent = Type.Object({
  id: Type.String({ format: 'uuid' }),
  source: Type.String({ description: 'The channel or the payment provider that brought it.' }),
  address: Type.String({ description: 'Of a chat the person’s id there; of a payment its attempt.' }),
  kind: Type.String(),
  state: Type.Enum(['received', 'processed', 'failed', 'set_aside', 'discarded'], {
    description: 'set_aside: nobody here could read it; it can only be discarded.',
  }),
  attempts: Type.Integer(),
  last_error: Type.Union([Type.String(), Type.Null()]),
  raw: Type.Union([Type.String(), Type.Null()], {
    description: 'Of one that was set aside: how it began, base64, 2 KB at most.',
  }),
  received_at: Type.String({ format: 'date-time' }),
});
export type InboxEvent = Static<typeof InboxEvent>;

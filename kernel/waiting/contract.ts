import { type Static, Type } from 'typebox';

export const WaitingView = Type.Object({
  kind: Type.String(),
  count: Type.Integer({ minimum: 1 }),
  to: Type.String({ description: 'The console’s page where it is done.' }),
});
export type WaitingView = Static<typeof WaitingView>;
export const DigestView = Type.Object({
  daily: Type.Boolean({ description: 'A mail each morning, when something waits.' }),
});
export type DigestView = Static<typeof DigestView>;

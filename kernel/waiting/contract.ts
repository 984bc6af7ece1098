import { type Static, Type } from 'typebox';
import { At, Id, nullable } from '../lib/schemas.ts';

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

/** What a browser's PushSubscription tells: https://www.w3.org/TR/push-api/#pushsubscription-interface */
export const PushSubscriptionInput = Type.Object({
  endpoint: Type.String({ minLength: 1, maxLength: 1000, description: 'https, and not of a private network.' }),
  p256dh: Type.String({ pattern: '^[\\w-]{87}=?$', description: 'The browser’s public key, base64url.' }),
  auth: Type.String({ pattern: '^[\\w-]{22}={0,2}$', description: 'The browser’s secret, base64url.' }),
});
export type PushSubscriptionInput = Static<typeof PushSubscriptionInput>;
export const PushDevice = Type.Object({
  id: Id,
  current: Type.Boolean({ description: 'Of the session that asks.' }),
  user_agent: nullable(Type.String()),
  sent_at: nullable(At),
  created_at: At,
});
export type PushDevice = Static<typeof PushDevice>;
export const PushKey = Type.Object({
  key: Type.String({ description: 'For PushManager.subscribe(): this server’s public key, base64url.' }),
});

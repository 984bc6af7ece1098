import { type Static, Type } from 'typebox';
import { At, Id, nullable } from '../lib/schemas.ts';

/** Requests and answers about devices, shared with the console and with the pages of devices. */

/** The text that a device signs to authenticate; it signs no other text of this form. */
export const sessionText = (organization: string, device: string, challenge: string): string =>
  JSON.stringify(['counterfoil device session 1', organization, device, challenge]);

const Name = Type.String({ minLength: 1, maxLength: 80 });
const Kind = Type.String({ minLength: 1, maxLength: 60 });
const Firmware = Type.String({ minLength: 1, maxLength: 80, description: 'What it runs, in its own words.' });

export const DEVICE_STATES = ['waiting', 'active', 'expired', 'revoked'] as const;
export const Device = Type.Object({
  id: Id,
  kind: Type.String(),
  name: Type.String(),
  state: Type.Enum([...DEVICE_STATES], { description: 'waiting: its code has not been used yet.' }),
  firmware: nullable(Type.String()),
  valid_until: nullable(At),
  code_expires_at: nullable(At),
  enrolled_at: nullable(At),
  last_seen_at: nullable(At),
  created_at: At,
  created_by_name: Type.String(),
  revoked_at: nullable(At),
});
export type Device = Static<typeof Device>;

export const DeviceFilter = Type.Object({
  kind: Type.Optional(Kind),
  state: Type.Optional(Type.Enum([...DEVICE_STATES])),
});
export type DeviceFilter = Static<typeof DeviceFilter>;

export const DeviceInput = Type.Object({
  kind: Kind,
  name: Name,
  valid_until: Type.Optional(nullable(At)),
});
export type DeviceInput = Static<typeof DeviceInput>;
export const DevicePatch = Type.Partial(Type.Object({ name: Name }));
export type DevicePatch = Static<typeof DevicePatch>;

/** Shown once: only a hash of the code is kept. */
export const HandedOver = Type.Object({
  device: Device,
  code: Type.String({ description: 'To be typed on the device, once, before `device.code_expires_at`.' }),
  url: nullable(Type.String({ description: 'Of a device that is a page: opens it; the code stands behind #.' })),
  qr_svg: Type.String({ description: 'The address, or the code where there is none.' }),
});
export type HandedOver = Static<typeof HandedOver>;

export const KindView = Type.Object({ kind: Type.String() });

export const EnrolInput = Type.Object({
  code: Type.String({ minLength: 1, maxLength: 40 }),
  firmware: Type.Optional(Firmware),
  public_key: Type.Optional(
    Type.String({
      minLength: 80,
      maxLength: 200,
      pattern: '^[A-Za-z0-9_-]+$',
      description:
        'ECDSA P-256, SPKI, base64url, of a device that can keep a key but no secret: it gets tokens by signing (`/devices/session`).',
    }),
  ),
});
export type EnrolInput = Static<typeof EnrolInput>;
export const Enrolled = Type.Object({
  device: Type.Object({ id: Id, kind: Type.String(), name: Type.String(), valid_until: nullable(At) }),
  organization: Type.Object({ id: Id, name: Type.String(), time_zone: Type.String(), language: Type.String() }),
  token: nullable(Type.String({ description: 'Its bearer from now on; null when it gave a key.' })),
});
export type Enrolled = Static<typeof Enrolled>;

export const Challenge = Type.Object({ challenge: Type.String({ description: 'To be signed within two minutes.' }) });
/** `signature`: over `sessionText(organization, device, challenge)` by the device's key, base64url. */
export const SessionInput = Type.Object({
  organization: Id,
  device: Id,
  challenge: Type.String({ maxLength: 200, pattern: '^[A-Za-z0-9_-]+$' }),
  signature: Type.String({ maxLength: 200, pattern: '^[A-Za-z0-9_-]+$' }),
});
export type SessionInput = Static<typeof SessionInput>;
export const SessionGiven = Type.Object({
  token: Type.String({ description: 'Its bearer for a while; to be kept in memory only.' }),
  seconds: Type.Integer({ description: 'How long it is good.' }),
});
export type SessionGiven = Static<typeof SessionGiven>;

export const Self = Type.Object({
  device: Type.Object({
    id: Id,
    kind: Type.String(),
    name: Type.String(),
    firmware: nullable(Type.String()),
    valid_until: nullable(At),
  }),
});
export const SelfInput = Type.Object({ firmware: Firmware });
export const TokenGiven = Type.Object({
  token: Type.String({ description: 'The next bearer. The one before ends an hour after this one is first used.' }),
});

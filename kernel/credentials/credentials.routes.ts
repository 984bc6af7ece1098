import { type TSchema, Type } from 'typebox';
import { ok } from '../lib/result.ts';
import { route } from '../module/index.ts';
import { reissueCredential } from './actions/reissue-credential.action.ts';
import { revokeCredential } from './actions/revoke-credential.action.ts';
import { revokeKey } from './actions/revoke-key.action.ts';
import { rotateKey } from './actions/rotate-key.action.ts';
import { urlFor } from './issue.ts';
import { listKeys, publicKeys } from './keys.ts';
import { verifyCredential } from './verify.ts';

const KeyId = Type.String({ pattern: '^[0-9a-f]{8}$' });
const Time = Type.String({ format: 'date-time' });
const orNull = <S extends TSchema>(schema: S) => Type.Union([schema, Type.Null()]);
const Algorithm = Type.Enum(['ed25519', 'hmac-sha256']);
const Reason = Type.String({ minLength: 1, maxLength: 500 });
const subject = {
  subject_type: Type.String({ minLength: 1, maxLength: 80, description: 'For example exhibition.customer' }),
  subject_id: Type.String({ format: 'uuid' }),
};
const Code = Type.Object({
  credential_id: Type.String(),
  version: Type.Integer(),
  token: Type.String(),
  url: Type.String(),
});

export const credentialRoutes = [
  route({
    method: 'GET',
    path: '/credentials/public-keys',
    permission: 'session',
    summary: 'What a scanner checks codes with while it is offline',
    reply: Type.Array(
      Type.Object({ id: KeyId, organization_id: Type.String(), algorithm: Algorithm, key: Type.String() }),
    ),
    run: async (ctx) =>
      ok((await publicKeys(ctx)).map(({ organizationId, ...rest }) => ({ ...rest, organization_id: organizationId }))),
  }),
  route({
    method: 'POST',
    path: '/credentials/verify',
    permission: 'credentials.verify',
    // It writes nothing.
    idempotent: false,
    summary: 'Whom a scanned code belongs to',
    body: Type.Object({ code: Type.String({ maxLength: 2000, description: 'The token, or the address in the QR' }) }),
    reply: Type.Object({ ...subject, version: Type.Integer() }),
    async run(ctx, { body }) {
      const verdict = await verifyCredential(ctx, body.code);
      if (!verdict.ok) return verdict;
      const { subjectType, subjectId, version } = verdict.data;
      return ok({ subject_type: subjectType, subject_id: subjectId, version });
    },
  }),
  route({
    method: 'POST',
    path: '/credentials/revoke',
    permission: 'credentials.write',
    summary: "Make a subject's code worthless",
    body: Type.Object({ ...subject, reason: Reason }),
    reply: Type.Object({ credential_id: Type.String() }),
    async run(ctx, { body }) {
      const { subject_type: subjectType, subject_id: subjectId, reason } = body;
      const revoked = await revokeCredential(ctx, { subjectType, subjectId, reason });
      return revoked.ok ? ok({ credential_id: revoked.data.credentialId }) : revoked;
    },
  }),
  route({
    method: 'POST',
    path: '/credentials/reissue',
    permission: 'credentials.write',
    summary: 'Give a subject a new code; the ones before it stop working',
    body: Type.Object(subject),
    reply: Code,
    async run(ctx, { body }) {
      const issued = await reissueCredential(ctx, { subjectType: body.subject_type, subjectId: body.subject_id });
      if (!issued.ok) return issued;
      const { credentialId, version, token } = issued.data;
      return ok({ credential_id: credentialId, version, token, url: urlFor(ctx, token) });
    },
  }),
  route({
    method: 'GET',
    path: '/credentials/keys',
    permission: 'credentials.keys',
    summary: 'All keys, newest first',
    reply: Type.Array(
      Type.Object({
        id: KeyId,
        algorithm: Algorithm,
        state: Type.Enum(['active', 'retired', 'revoked']),
        public_key: orNull(Type.String()),
        created_at: Time,
        retired_at: orNull(Time),
        revoked_at: orNull(Time),
        reason: orNull(Type.String()),
      }),
    ),
    run: async (ctx) => ok(await listKeys(ctx)),
  }),
  route({
    method: 'POST',
    path: '/credentials/keys/rotate',
    permission: 'credentials.keys',
    summary: 'Sign with a new key from now on; codes under the old one stay good',
    reply: Type.Object({ id: KeyId, algorithm: Algorithm }),
    run: (ctx) => rotateKey(ctx),
  }),
  route({
    method: 'POST',
    path: '/credentials/keys/{id}/revoke',
    permission: 'credentials.keys',
    summary: 'Refuse all codes signed with a key that leaked',
    params: Type.Object({ id: KeyId }),
    body: Type.Object({ reason: Reason }),
    reply: Type.Object({ id: KeyId }),
    run: (ctx, { params, body }) => revokeKey(ctx, { id: params.id, reason: body.reason }),
  }),
];

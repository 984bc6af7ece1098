import { Type } from 'typebox';
import { WholeList } from '../../http/index.ts';
import { ok } from '../../lib/result.ts';
import { ById } from '../../lib/schemas.ts';
import { route } from '../../module/index.ts';
import { createApiKey, revokeApiKey } from '../actions/api-keys.action.ts';
import { ApiKeyView, FreshApiKey, NewApiKeyBody, Nothing } from '../contract.ts';
import { listApiKeys } from '../queries/lists.ts';

export const apiKeyRoutes = [
  route({
    method: 'GET',
    path: '/api-keys',
    permission: 'api_key.write',
    summary: 'Keys of machines that call the API',
    query: WholeList,
    reply: Type.Array(ApiKeyView),
    run: async (ctx) => ok(await listApiKeys(ctx), { next: null }),
  }),
  route({
    method: 'POST',
    path: '/api-keys',
    permission: 'api_key.write',
    idempotent: 'secret',
    summary: 'Make a key; it is shown this once',
    body: NewApiKeyBody,
    example: { name: 'Shop', role: 'ops', scopes: ['exhibition:write'] },
    reply: FreshApiKey,
    status: 201,
    run: (ctx, { body: { name, role, staff_role, expires_at, ...narrowed } }) =>
      createApiKey(ctx, {
        name,
        ...(role && { role }),
        ...(staff_role && { staffRole: staff_role }),
        expiresAt: expires_at ?? null,
        ...narrowed,
      }),
  }),
  route({
    method: 'DELETE',
    path: '/api-keys/{id}',
    permission: 'api_key.write',
    summary: 'End a key',
    params: ById,
    reply: Nothing,
    run: (ctx, { params }) => revokeApiKey(ctx, params.id),
  }),
];

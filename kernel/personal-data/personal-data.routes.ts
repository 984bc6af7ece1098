import { Type } from 'typebox';
import { ok } from '../lib/result.ts';
import { route } from '../module/index.ts';
import { ErasureInput, ErasureReply, Preview } from './contract.ts';
import { downloadPerson } from './export.ts';
import { findPeople } from './find-person.ts';
import { previewErasure } from './preview.ts';
import { requestErasure } from './request-erasure.action.ts';

const Of = Type.Object({
  kind: Type.String({
    maxLength: 60,
    description: '`person`, or what a module declares, such as `exhibition.customer`.',
  }),
  id: Type.String({ format: 'uuid' }),
});

export const personalDataRoutes = [
  route({
    method: 'GET',
    path: '/personal-data',
    permission: 'personal_data.read',
    summary: 'The people with this name, phone, e-mail address or id',
    query: Type.Object({ search: Type.String({ minLength: 1, maxLength: 255 }) }),
    reply: Type.Array(Type.Object({ kind: Type.String(), id: Type.String({ format: 'uuid' }), name: Type.String() })),
    run: async (ctx, { query }) => ok(await findPeople(ctx, query.search)),
  }),
  route({
    method: 'GET',
    path: '/personal-data/{kind}/{id}',
    permission: 'personal_data.read',
    summary: 'What is stored of a person over all modules: what erasing would delete, blank and keep, and why',
    params: Of,
    reply: Preview,
    run: (ctx, { params }) => previewErasure(ctx, params),
  }),
  route({
    method: 'GET',
    path: '/personal-data/{kind}/{id}/export',
    permission: 'personal_data.read',
    file: 'application/zip',
    summary: 'Everything that is stored of a person, as a ZIP: one JSON, and the files',
    params: Of,
    run: (ctx, { params }) => downloadPerson(ctx, params),
  }),
  route({
    method: 'POST',
    path: '/personal-data/{kind}/{id}/erasure',
    permission: 'personal_data.erase',
    summary: 'Erase a person over all modules; the name typed again confirms it, and it can’t be taken back',
    params: Of,
    body: ErasureInput,
    reply: ErasureReply,
    run: (ctx, { params, body }) => requestErasure(ctx, params, body.name),
  }),
];

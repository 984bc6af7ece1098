import { ById } from '../../../kernel/lib/schemas.ts';
import { defineRecord, route } from '../../../kernel/module/index.ts';
import { Form, FormPatch } from './contract.ts';
import { getForm } from './form.query.ts';
import { FORM, saveForm } from './save-form.action.ts';

const record = defineRecord({
  subject: FORM,
  patch: FormPatch,
  read: (ctx, { id }: { id: string }) => getForm(ctx, id),
});

export const formRoutes = [
  route({
    method: 'GET',
    path: '/exhibition/exhibitions/{id}/form',
    permission: 'exhibition.read',
    summary: 'The registration page of an exhibition: its address, what it asks, how many places are free',
    record,
    params: ById,
    reply: Form,
    run: (ctx, { params }) => getForm(ctx, params.id),
  }),
  route({
    method: 'PATCH',
    path: '/exhibition/exhibitions/{id}/form',
    permission: 'exhibition.manage',
    summary: 'Open or close the registration page, change its capacity, words and questions',
    record,
    params: ById,
    body: FormPatch,
    reply: Form,
    run: (ctx, { params, body }) => saveForm(ctx, params.id, body),
  }),
];

import { Type } from 'typebox';
import { ListQuery, sortedBy } from '../../../kernel/http/index.ts';
import { ok } from '../../../kernel/lib/result.ts';
import { Ids } from '../../../kernel/lib/schemas.ts';
import { defineRecord, route } from '../../../kernel/module/index.ts';
import { changeCustomer } from './change-customer.action.ts';
import {
  Alike,
  AlikeQuery,
  ByReference,
  Customer,
  CustomerFilter,
  CustomerInput,
  CustomerPatch,
  NewCustomer,
} from './contract.ts';
import { getCustomer, listCustomers } from './customers.query.ts';
import { registerCustomer } from './register-customer.action.ts';
import { resendWelcome } from './resend-welcome.action.ts';
import { alikeCustomers } from './same-customers.query.ts';
import { scanned } from './scanned.query.ts';

const record = defineRecord({
  subject: 'exhibition.customer',
  patch: CustomerPatch,
  read: (ctx, { id }: { id: string }) => getCustomer(ctx, id),
});

export const customerRoutes = [
  route({
    method: 'GET',
    path: '/exhibition/customers',
    permission: 'exhibition.customer.read',
    summary: 'Customers, newest first (sort=name: by name), with bill count, total and e-mail state',
    query: Type.Object({ ...ListQuery.properties, ...sortedBy('-created_at', 'name') }),
    filter: CustomerFilter,
    reply: Type.Array(Customer),
    run: (ctx, { query, filter }) => listCustomers(ctx, { ...query, filter }),
  }),
  route({
    method: 'POST',
    path: '/exhibition/customers',
    permission: 'exhibition.customer.write',
    summary: 'Register a customer: 8-character ID and QR code at once, e-mail with both in the background',
    body: CustomerInput,
    example: { name: 'Asha Verma', email: 'asha@example.org', phone: '+919876543210' },
    exampleReply: {
      id: '019ac000-0000-7000-8000-000000000003',
      code: 'GNXR9H4G',
      name: 'Asha Verma',
      email: 'asha@example.org',
      phone: '+919876543210',
      tax_number: '',
      address: '',
      answers: [],
      exhibition_id: '019ac000-0000-7000-8000-000000000002',
      exhibition_name: 'Kochi Craft Fair',
      currency: 'INR',
      bill_count: 0,
      total: '0.00',
      total_minor: 0,
      due: '0.00',
      due_minor: 0,
      email_state: 'queued',
      qr: 'https://desk.example/c/AZmVjW8B',
      created_at: '2026-12-01T10:15:00.000Z',
      updated_at: '2026-12-01T10:15:00.000Z',
    },
    reply: NewCustomer,
    status: 201,
    idempotent: true,
    run: (ctx, { body }) => registerCustomer(ctx, body),
  }),
  route({
    method: 'GET',
    path: '/exhibition/customers/alike',
    permission: 'exhibition.customer.read',
    operationId: 'listAlikeCustomers',
    summary: 'Who of an exhibition has this e-mail address or telephone number already',
    query: AlikeQuery,
    reply: Alike,
    run: async (ctx, { query }) => ok(await alikeCustomers(ctx, query)),
  }),
  route({
    method: 'GET',
    path: '/exhibition/customers/{id}',
    permission: 'exhibition.read',
    summary: 'One customer, by uuid or 8-character ID',
    record,
    params: ByReference,
    reply: Customer,
    run: (ctx, { params }) => getCustomer(ctx, params.id),
  }),
  route({
    method: 'PATCH',
    path: '/exhibition/customers/{id}',
    permission: 'exhibition.customer.write',
    summary: 'Change name, e-mail or phone',
    record,
    params: ByReference,
    body: CustomerPatch,
    reply: Customer,
    run: (ctx, { params, body }) => changeCustomer(ctx, params.id, body),
  }),
  route({
    method: 'GET',
    path: '/exhibition/scan',
    permission: 'exhibition.read',
    operationId: 'lookUpScan',
    summary: 'The customer behind a scanned QR code or a typed ID',
    query: Type.Object({ text: Type.String({ minLength: 1, maxLength: 1000 }) }),
    reply: Customer,
    run: (ctx, { query }) => scanned(ctx, query.text),
  }),
  route({
    method: 'POST',
    path: '/exhibition/customers/bulk-resend',
    permission: 'exhibition.customer.write',
    summary: 'Send the e-mail with ID and QR code again, to up to 500 customers',
    body: Type.Object({ ids: Ids }),
    reply: Type.Object({ queued: Type.Integer() }),
    idempotent: true,
    run: (ctx, { body }) => resendWelcome(ctx, body.ids),
  }),
];

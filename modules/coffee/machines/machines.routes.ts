import { Type } from 'typebox';
import { HandedOver } from '../../../kernel/devices/index.ts';
import { defineRecord, type Route, route } from '../../../kernel/module/index.ts';
import { MACHINE } from '../names.ts';
import {
  ByReference,
  Machine,
  MachineFilter,
  MachineInput,
  MachinePatch,
  Registered,
  RegisterInput,
} from './contract.ts';
import { MachineQuery, NewMachine } from './machine-answers.ts';
import { machineSummary } from './machine-summary.query.ts';
import { getMachine, listMachines } from './machines.query.ts';
import { registerMachine } from './register-machine.action.ts';
import { addMachine, changeMachine, replaceDevice } from './save-machine.action.ts';
import { MachineSummary } from './summary-contract.ts';

const record = defineRecord({
  subject: MACHINE,
  patch: MachinePatch,
  read: (ctx, { id }: { id: string }) => getMachine(ctx, id),
});

/** Registrations a minute from one address; wrong codes are counted besides (kernel/devices). */
const REGISTRATIONS = 300;

export const machineRoutes: Route[] = [
  route({
    method: 'POST',
    path: '/coffee/register',
    aliases: ['/api/v1/devices/register'],
    permission: 'public',
    operationId: 'registerMachine',
    summary: 'A machine shows its one-time code, and gets its own token',
    body: RegisterInput,
    reply: Registered,
    rateLimit: REGISTRATIONS,
    run: (ctx, { body }) => registerMachine(ctx, body),
  }),
  route({
    method: 'GET',
    path: '/coffee/machines',
    // The devices of all modules are listed at this address, too: whoever asks for machines names one of these.
    aliases: [{ path: '/api/v1/devices', whenQuery: ['query', 'merchant_id', 'model', 'status', 'page'] }],
    permission: 'coffee.read',
    summary: 'Machines, newest first; by filter and search, or by the older parameters with numbered pages',
    query: MachineQuery,
    filter: MachineFilter,
    reply: Type.Array(Machine),
    run: (ctx, { query, filter }) => {
      const { query: words, merchant_id, model, status, page = 1, search = words, ...list } = query;
      const given = Object.entries({ merchant_id, model, status }).filter(([, value]) => value !== undefined);
      const conditions = { ...filter, ...Object.fromEntries(given) };
      return listMachines(ctx, { ...list, search, filter: conditions, offset: (page - 1) * list.limit });
    },
  }),
  route({
    method: 'POST',
    path: '/coffee/machines',
    permission: 'coffee.manage',
    idempotent: 'secret',
    summary: 'Add a machine; its code is shown once',
    body: MachineInput,
    example: { serial: 'CM-1042', model: 'Uno', merchant_id: '019ac000-0000-7000-8000-000000000001' },
    reply: NewMachine,
    status: 201,
    run: (ctx, { body }) => addMachine(ctx, body),
  }),
  route({
    method: 'GET',
    path: '/coffee/machines/{id}',
    permission: 'coffee.read',
    summary: 'One machine, by uuid or serial number',
    record,
    params: ByReference,
    reply: Machine,
    run: (ctx, { params }) => getMachine(ctx, params.id),
  }),
  route({
    method: 'PATCH',
    path: '/coffee/machines/{id}',
    permission: 'coffee.manage',
    summary: 'Change a machine, move it to another merchant, or retire it',
    record,
    params: ByReference,
    body: MachinePatch,
    reply: Machine,
    run: (ctx, { params, body }) => changeMachine(ctx, params.id, body),
  }),
  route({
    method: 'POST',
    path: '/coffee/machines/{id}/device',
    permission: 'coffee.manage',
    idempotent: 'secret',
    summary: 'Another code for a machine whose electronics were replaced; the token before ends',
    params: ByReference,
    reply: HandedOver,
    run: (ctx, { params }) => replaceDevice(ctx, params.id),
  }),
  route({
    method: 'GET',
    path: '/coffee/machines/{id}/summary',
    aliases: ['/api/v1/devices/{id}/summary'],
    permission: 'coffee.read',
    summary: 'One machine at a glance: how it is, its bins, and what it sold today and in seven days',
    params: ByReference,
    reply: MachineSummary,
    run: (ctx, { params }) => machineSummary(ctx, params.id),
  }),
];

import { Type } from 'typebox';
import { NewestFirst, readPart } from '../../../kernel/http/index.ts';
import { refuse } from '../../../kernel/lib/result.ts';
import { ById } from '../../../kernel/lib/schemas.ts';
import { type Route, route } from '../../../kernel/module/index.ts';
import { ByReference } from '../machines/contract.ts';
import { cancelCommand } from './cancel-command.action.ts';
import { getCommand, listCommands } from './commands.query.ts';
import { Command, CommandFilter, CommandInput, Heard, Pending, ResultInput } from './contract.ts';
import { giveCommand } from './give-command.action.ts';
import { handOutCommands } from './hand-out-commands.action.ts';
import { acknowledgeCommand, finishCommand } from './hear-machine.action.ts';

const NOT_YOURS = refuse('coffee.machine.not_yours');

export const commandRoutes: Route[] = [
  route({
    method: 'POST',
    path: '/coffee/machines/{id}/commands',
    aliases: ['/api/v1/devices/{id}/commands'],
    permission: 'coffee.operate',
    summary: 'Tell a machine to do something; it gets the command when it next asks',
    params: ByReference,
    body: CommandInput,
    example: { kind: 'set_temperature', temperature: 93 },
    reply: Command,
    status: 201,
    idempotent: true,
    run: (ctx, { params, body }) => giveCommand(ctx, params.id, body),
  }),
  route({
    method: 'GET',
    path: '/coffee/machines/{id}/commands/pending',
    aliases: ['/api/v1/devices/{id}/commands/pending'],
    permission: 'coffee.report',
    summary: 'A machine asks what to do; each command is handed out, so it is asked for by the machine only',
    params: ByReference,
    reply: Pending,
    run: async (ctx, { params }) =>
      ctx.actor.kind === 'device' ? handOutCommands(ctx, { deviceId: ctx.actor.id, reference: params.id }) : NOT_YOURS,
  }),
  route({
    method: 'POST',
    path: '/coffee/commands/{id}/ack',
    aliases: ['/api/v1/commands/{id}/ack'],
    permission: 'coffee.report',
    summary: 'A machine has a command, and asks whether it may begin; it begins only after this answer',
    params: ById,
    byParts: true,
    reply: Heard,
    run: async (ctx, { params }) =>
      ctx.actor.kind === 'device' ? acknowledgeCommand(ctx, ctx.actor.id, params.id) : NOT_YOURS,
  }),
  route({
    method: 'POST',
    path: '/coffee/commands/{id}/result',
    aliases: ['/api/v1/commands/{id}/result'],
    permission: 'coffee.report',
    summary: 'A machine says how a command ended',
    params: ById,
    body: ResultInput,
    byParts: true,
    reply: Heard,
    run: async (ctx, { params, body }) => {
      if (ctx.actor.kind !== 'device') return NOT_YOURS;
      const read = readPart(ResultInput, body);
      return read.ok ? finishCommand(ctx, ctx.actor.id, params.id, read.data) : read;
    },
  }),
  route({
    method: 'GET',
    path: '/coffee/commands',
    permission: 'coffee.read',
    summary: 'Commands, the newest first',
    query: Type.Pick(NewestFirst, ['limit', 'after', 'sort']),
    filter: CommandFilter,
    reply: Type.Array(Command),
    run: (ctx, { query, filter }) => listCommands(ctx, { ...query, filter }),
  }),
  route({
    method: 'GET',
    path: '/coffee/commands/{id}',
    permission: 'coffee.read',
    summary: 'One command with its steps',
    params: ById,
    reply: Command,
    run: (ctx, { params }) => getCommand(ctx, params.id),
  }),
  route({
    method: 'POST',
    path: '/coffee/commands/{id}/cancel',
    permission: 'coffee.operate',
    summary: 'Take an open command back; a machine that has it may no longer begin',
    params: ById,
    reply: Command,
    run: (ctx, { params }) => cancelCommand(ctx, params.id),
  }),
];

import { Type } from 'typebox';
import { NewestFirst } from '../../../kernel/http/index.ts';
import { type Route, route } from '../../../kernel/module/index.ts';
import { ownMeter } from '../customers/member.query.ts';
import { ByReference } from '../meters/contract.ts';
import { attachKeypad } from './attach-keypad.action.ts';
import { AttachedKeypad, Keypad, KeypadInput, Token, TokenInput } from './contract.ts';
import { issueByStaff } from './issue-tokens.action.ts';
import { readTokens } from './read-tokens.ts';
import { getKeypad } from './tokens.query.ts';

const Pages = Type.Pick(NewestFirst, ['limit', 'after']);

export const tokenRoutes: Route[] = [
  route({
    method: 'GET',
    path: '/electricity/meters/{id}/keypad',
    permission: 'electricity.read',
    summary: 'How a meter takes its tokens',
    params: ByReference,
    reply: Keypad,
    run: (ctx, { params }) => getKeypad(ctx, params.id),
  }),
  route({
    method: 'POST',
    path: '/electricity/meters/{id}/keypad',
    permission: 'electricity.manage',
    idempotent: 'secret',
    summary: 'A meter takes its units as digits that people type: OpenPAYGO, or STS from a vending service',
    params: ByReference,
    body: KeypadInput,
    reply: AttachedKeypad,
    status: 201,
    run: (ctx, { params, body }) => attachKeypad(ctx, params.id, body),
  }),
  route({
    method: 'GET',
    path: '/electricity/meters/{id}/tokens',
    permission: 'electricity.read',
    summary: 'The tokens of a meter with a keypad, newest first; asking again shows the same ones',
    params: ByReference,
    query: Pages,
    reply: Type.Array(Token),
    run: (ctx, { params, query }) => readTokens(ctx, params.id, query),
  }),
  route({
    method: 'POST',
    path: '/electricity/meters/{id}/tokens',
    permission: 'electricity.manage',
    summary: 'A token that sets what a meter has left, disables its limit, or synchronizes its counter',
    params: ByReference,
    body: TokenInput,
    reply: Token,
    status: 201,
    idempotent: true,
    run: (ctx, { params, body }) => issueByStaff(ctx, params.id, body),
  }),
  route({
    method: 'GET',
    path: '/electricity/my/meters/{id}/tokens',
    permission: 'portal',
    summary: 'The tokens of a meter of one’s own, newest first',
    params: ByReference,
    query: Pages,
    reply: Type.Array(Token),
    run: async (ctx, { params, query }) => {
      const mine = await ownMeter(ctx, params.id, 'see');
      if (!mine.ok) return mine;
      const { id, history } = mine.data.meter;
      return readTokens(ctx, id, { ...query, history });
    },
  }),
];

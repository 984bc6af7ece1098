import { ById } from '../../../kernel/lib/schemas.ts';
import { route } from '../../../kernel/module/index.ts';
import { SHOW_PERMISSION } from './code-phone.ts';
import { CodeLink, OpenLinkInput, ShownCode } from './contract.ts';
import { makeCodeLink } from './make-code-link.action.ts';
import { openCodeLink } from './open-code-link.action.ts';
import { showCode } from './show-code.ts';

/** All phones of a hostel may share one IP address. */
const MAX_A_MINUTE = 6000;

/**
 * The changing code: its link, and the requests of the phone that shows it. The phone's key (`codes/code-phone.ts`)
 * permits nothing else.
 */
export const codeRoutes = [
  route({
    method: 'POST',
    path: '/mess/students/{id}/code-link',
    permission: 'mess.student.qr',
    idempotent: 'secret',
    summary: 'A link that opens the student’s changing code on one phone, once',
    params: ById,
    reply: CodeLink,
    status: 201,
    run: (ctx, { params }) => makeCodeLink(ctx, params.id),
  }),
  route({
    method: 'POST',
    path: '/mess/code/open',
    permission: 'public',
    summary: 'A phone opens such a link, with a key that it drew',
    body: OpenLinkInput,
    reply: ShownCode,
    rateLimit: MAX_A_MINUTE,
    run: (ctx, { body }) => openCodeLink(ctx, body),
  }),
  route({
    method: 'GET',
    path: '/mess/code',
    permission: SHOW_PERMISSION,
    summary: 'The codes of the next minutes, for the phone that has the key',
    reply: ShownCode,
    run: (ctx) => showCode(ctx, String(ctx.actor.id)),
  }),
];

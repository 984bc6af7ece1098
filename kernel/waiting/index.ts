/** Public API of the waiting package: what waits for a member of staff, for the console's bell, a daily mail and phones. */
import { Type } from 'typebox';
import { WholeList } from '../http/index.ts';
import { ok, refuse } from '../lib/result.ts';
import { ById } from '../lib/schemas.ts';
import { definePackage, route, type Waiting } from '../module/index.ts';
import { chooseDigest } from './choose-digest.action.ts';
import { DigestView, PushDevice, PushKey, PushSubscriptionInput, WaitingView } from './contract.ts';
import { digestJob } from './digest.job.ts';
import { digestMail } from './messages.ts';
import { addDevice, removeDevice } from './push/devices.action.ts';
import { listDevices } from './push/devices.query.ts';
import { lookJob, pushJob } from './push/push.job.ts';
import { pushKey } from './push/vapid.ts';
import { listWaiting, readDigest } from './waiting.query.ts';

declare module '../module/index.ts' {
  interface Manifest {
    /** what waits for staff; of a module where it is in use */
    waiting?: readonly Waiting[];
  }
}
declare module '../ctx/index.ts' {
  interface Services {
    waiting: Waiting[];
  }
}

export const waitingPackage = definePackage({
  name: 'waiting',
  errors: { 'waiting.bad_device': 422, 'waiting.too_many_devices': 409, 'waiting.device_not_found': 404 },
  jobs: [digestJob, lookJob, pushJob],
  messages: [digestMail],
  routes: [
    route({
      method: 'GET',
      path: '/waiting',
      permission: 'session',
      summary: 'What waits for the caller, such as proofs to check',
      query: WholeList,
      reply: Type.Array(WaitingView),
      quiet: true,
      run: async (ctx) => ok(await listWaiting(ctx), { next: null }),
    }),
    route({
      method: 'GET',
      path: '/waiting/digest',
      permission: 'session',
      summary: 'Whether the caller gets a daily mail about what waits',
      reply: DigestView,
      run: (ctx) => readDigest(ctx),
    }),
    route({
      method: 'POST',
      path: '/waiting/digest',
      permission: 'session',
      summary: 'Turn the caller’s own daily mail on or off',
      body: DigestView,
      reply: DigestView,
      run: (ctx, { body }) => chooseDigest(ctx, body.daily),
    }),
    route({
      method: 'GET',
      path: '/waiting/devices',
      permission: 'session',
      summary: 'The caller’s phones and computers that show what waits',
      query: WholeList,
      reply: Type.Array(PushDevice),
      run: (ctx, { request }) => listDevices(ctx, ctx.services.auth.sessions.get(request)?.id),
    }),
    route({
      method: 'GET',
      path: '/waiting/devices/key',
      permission: 'session',
      summary: 'The key with which a browser lets this server notify it (Web Push, VAPID)',
      reply: PushKey,
      run: async (ctx) => ok({ key: pushKey(ctx.config) }),
    }),
    route({
      method: 'POST',
      path: '/waiting/devices',
      permission: 'session',
      summary: 'Notify the caller in the browser of this session of what waits',
      body: PushSubscriptionInput,
      reply: PushDevice,
      status: 201,
      run: async (ctx, { body, request }) => {
        const session = ctx.services.auth.sessions.get(request);
        if (!session) return refuse('auth.session_required');
        return addDevice(ctx, session.id, body, request.headers['user-agent']);
      },
    }),
    route({
      method: 'DELETE',
      path: '/waiting/devices/{id}',
      permission: 'session',
      summary: 'Notify the caller no more on one of their devices',
      params: ById,
      reply: Type.Null(),
      run: (ctx, { params }) => removeDevice(ctx, params.id),
    }),
  ],
  async start({ services, manifests }) {
    const all = manifests.flatMap(({ waiting = [] }) => waiting);
    const kinds = new Set(all.map(({ kind }) => kind));
    if (kinds.size < all.length) throw new Error('a kind of what waits for staff is declared twice');
    services.waiting = all;
    return undefined;
  },
});

/** Public API of the waiting package: what waits for a member of staff, for the console's bell and a daily mail. */
import { Type } from 'typebox';
import { WholeList } from '../http/index.ts';
import { ok } from '../lib/result.ts';
import { definePackage, route, type Waiting } from '../module/index.ts';
import { chooseDigest } from './choose-digest.action.ts';
import { DigestView, WaitingView } from './contract.ts';
import { digestJob } from './digest.job.ts';
import { digestMail } from './messages.ts';
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
  jobs: [digestJob],
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
  ],
  async start({ services, manifests }) {
    const all = manifests.flatMap(({ waiting = [] }) => waiting);
    const kinds = new Set(all.map(({ kind }) => kind));
    if (kinds.size < all.length) throw new Error('a kind of what waits for staff is declared twice');
    services.waiting = all;
    return undefined;
  },
});

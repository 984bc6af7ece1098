/** Public API of the figures package: today's figures of all organizations of a person, in one list. */
import { Type } from 'typebox';
import { WholeList } from '../http/index.ts';
import { definePackage, type Figure, route } from '../module/index.ts';
import { OrganizationFigures } from './contract.ts';
import { figuresOfAll } from './figures.query.ts';

declare module '../module/index.ts' {
  interface Manifest {
    /** what a module counts of the day; of a module where it is in use */
    figures?: readonly Figure[];
  }
}
declare module '../ctx/index.ts' {
  interface Services {
    figures: Figure[];
  }
}

export const figuresPackage = definePackage({
  name: 'figures',
  routes: [
    route({
      method: 'GET',
      path: '/figures',
      permission: 'session',
      summary: 'Today’s figures of each organization of the caller',
      query: WholeList,
      reply: Type.Array(OrganizationFigures),
      run: (ctx) => figuresOfAll(ctx),
    }),
  ],
  async start({ services, manifests }) {
    services.figures = manifests.flatMap(({ figures = [] }) => figures);
    return undefined;
  },
});

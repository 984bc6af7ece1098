import { defineRoom } from '../module/index.ts';
import { httpErrors } from './answers.ts';
import { outcomeRoutes } from './outcome.routes.ts';
import { sweepKeysJob } from './sweep-keys.job.ts';

export { buildApp } from './app.ts';
export {
  type ActorKind,
  type Authenticator,
  type AuthenticatorDefinition,
  defineActorKind,
  type Identity,
  type Shown,
  type Translator,
} from './authenticator.ts';
export { once } from './idempotency.ts';
export { ListQuery, NewestFirst, PictureQuery, readFilter, readJson, sortedBy, WholeList } from './list-query.ts';
export { versionOf } from './versions.ts';

export const httpRoom = defineRoom({ name: 'http', errors: httpErrors, routes: outcomeRoutes, jobs: [sweepKeysJob] });

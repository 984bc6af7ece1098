import { definePackage } from '../module/index.ts';
import { httpErrors } from './answers.ts';
import { outcomeRoutes } from './outcome.routes.ts';
import { personalData } from './personal-data.ts';

export { acceptForms } from './accept-forms.ts';
export { buildApp } from './app.ts';
export {
  type ActorKind,
  type Authenticator,
  type AuthenticatorDefinition,
  type AuthenticatorInput,
  defineActorKind,
  type Identity,
} from './authenticator.ts';
export { clientAddress } from './client-address.ts';
export { type Html, html, PAGE_POLICY, page } from './html.ts';

export { ListQuery, NewestFirst, PictureQuery, readJson, sortedBy, WholeList } from './list-query.ts';
export { readPart } from './parts.ts';
export { allowPicturesFrom, pictureOrigins } from './picture-origins.ts';
export { mayBeAbsent, takesKey } from './routes.ts';
export { versionOf } from './versions.ts';

export const httpPackage = definePackage({
  name: 'http',
  personalData,
  errors: httpErrors,
  routes: outcomeRoutes,
  // Longer than any client retries; a till that was off over a weekend still gets its first answer.
  retention: [{ table: 'idempotency_key', by: 'batch', age: 'created_at', days: 7 }],
});

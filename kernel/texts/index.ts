/** Public API of the texts package: what customers read, as an organization wrote it. */
import { definePackage } from '../module/index.ts';
import { gatherEditable } from './editable.ts';
import { keepOwnTexts } from './keep-own-texts.ts';
import { textsRoutes } from './texts.routes.ts';

export const textsPackage = definePackage({
  name: 'texts',
  errors: {
    'texts.not_found': 404,
    'texts.no_language': 422,
    'texts.blank': 422,
    'texts.too_long': 422,
    'texts.one_line': 422,
    'texts.braces': 422,
    'texts.placeholder_missing': 422,
    'texts.placeholder_unknown': 422,
    'texts.star': 422,
    'texts.signs': 422,
  },
  routes: textsRoutes,
  async start(boot) {
    gatherEditable(boot.manifests);
    return keepOwnTexts(boot);
  },
});

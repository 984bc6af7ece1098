/** Public API for light pages (portal, setup): no React, no MUI. The console imports `kernel/ui/index.ts`. */
export {
  type Api,
  ApiError,
  api,
  apiBy,
  apiUrl,
  type Camelized,
  type ChangedField,
  currentOrganization,
  fileUrl,
  isSignedOut,
  type Options,
  type Query,
  type Reply,
  request,
  setCurrentOrganization,
  setCurrentUser,
  snakeKey,
  snakeKeys,
} from './api.ts';
export { isUnknown } from './attempt.ts';
export { Brand } from './Brand.tsx';
export { countries, currencies, currentZoneName, timeZones } from './choices.ts';
export { languageChosen, languageName, localeOf } from './language.ts';
export { listen } from './live.ts';
export { noticeBuild } from './newVersion.ts';
export { HelpLink, type LanguageChoice, Languages, Product } from './parts.tsx';
export { passkeysWork, signInByPasskey } from './passkeys.ts';
export type { PortalPart, PortalScreen, PortalScreenProps, Recall } from './portal-part.ts';
export { startShell } from './start.ts';
export type { Translate } from './translate.ts';

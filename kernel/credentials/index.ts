/** Public API of the credentials package: signed codes that people show, and their pictures. */

import { definePackage } from '../module/index.ts';
import { credentialRoutes } from './credentials.routes.ts';
import { personalData } from './personal-data.ts';
import { credentialSettings } from './settings.ts';

export { reissueCredential } from './actions/reissue-credential.action.ts';
export { revokeCredential } from './actions/revoke-credential.action.ts';
export { revokeKey } from './actions/revoke-key.action.ts';
export { rotateKey } from './actions/rotate-key.action.ts';
export { credentialUrl, extractToken, subjectKind } from './domain/token.ts';
export { verifyToken } from './domain/verify-token.ts';
export { type CodeHolder, type CodeHolders, makeCodes } from './holders.ts';
export {
  credentialWrite,
  findCredential,
  type Issued,
  issueCredential,
  tokenFor,
  tokensIn,
  urlFor,
} from './issue.ts';
export { publicKeys } from './keys.ts';
export { enterByToken, tokenOf, tokensOf, versionsOf } from './links.ts';
export { qrContentType, qrMatrix, qrPath, qrPng, qrSvg, renderQr } from './qr.ts';
export { checkSignature, verifyCredential } from './verify.ts';

export const credentialsPackage = definePackage({
  name: 'credentials',
  personalData,
  permissions: {
    'credentials.verify': 'viewer',
    'credentials.show': 'ops',
    'credentials.write': 'ops',
    'credentials.keys': 'admin',
  },
  errors: {
    'credentials.malformed': 422,
    'credentials.bad_signature': 422,
    'credentials.unknown_key': 422,
    'credentials.other_organization': 422,
    'credentials.old_version': 409,
    'credentials.revoked': 409,
    'credentials.not_found': 404,
    'credentials.key_not_found': 404,
    'credentials.key_revoked': 409,
  },
  settings: [credentialSettings],
  routes: credentialRoutes,
});

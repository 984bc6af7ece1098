/** Public API for browsers: reads a code and checks its signature with public keys alone, as the server does. */
export {
  extractToken,
  type ParsedToken,
  parseToken,
  subjectKind,
  type TokenFormat,
} from './domain/token.ts';
export { type VerifyKey, verifyToken } from './domain/verify-token.ts';

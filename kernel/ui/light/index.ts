/** Public API for light pages (portal, setup): no React, no MUI. The console imports `kernel/ui/index.ts`. */
export * from './api.ts';
export { isUnknown } from './attempt.ts';
export * from './choices.ts';
export * from './language.ts';
export * from './live.ts';
export * from './newVersion.ts';
export * from './parts.tsx';
export * from './portal-part.ts';
export * from './start.ts';
export * from './translate.ts';

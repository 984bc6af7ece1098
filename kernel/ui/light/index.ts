/** The door for light shells (portal, setup): no React, no MUI. The console's door is `kernel/ui/index.ts`. */
export * from './api.ts';
export * from './language.ts';
export * from './translate.ts';

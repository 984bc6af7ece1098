import { definePages } from '../kernel/module/index.ts';

/** The pages of the kernel: staff, their sign-in, the first start, the chat on the web, customers' accounts. */
export const pages = definePages(
  {
    name: 'console',
    address: '/console',
    main: new URL('./console/main.tsx', import.meta.url),
    html: new URL('./console/index.html', import.meta.url),
    texts: ['ra', 'console'],
    worker: new URL('./console/sw.ts', import.meta.url),
    // iPhones notify only pages of the home screen.
    app: { name: 'Counterfoil', shortName: 'Counterfoil', opens: 'newest' },
  },
  {
    name: 'sign-in',
    address: '/console/login',
    also: ['/console/forgot-password', '/console/reset-password', '/console/accept-invitation'],
    main: new URL('./sign-in/main.tsx', import.meta.url),
    texts: ['sign_in'],
  },
  { name: 'setup', address: '/setup', main: new URL('./setup/main.tsx', import.meta.url), texts: ['setup'] },
  {
    name: 'chat',
    address: '/chat',
    main: new URL('./chat/main.tsx', import.meta.url),
    texts: ['web_chat'],
    customers: true,
    indexed: true,
  },
  {
    name: 'portal',
    address: '/portal',
    main: new URL('./portal/main.tsx', import.meta.url),
    texts: ['account', 'portal', 'pay'],
    customers: true,
    app: { name: 'Counterfoil', shortName: 'Counterfoil', opens: 'newest' },
  },
);

import { definePages } from '../../kernel/module/index.ts';

export const pages = definePages(
  {
    name: 'customer',
    address: '/c',
    main: new URL('./customer-page/portal/main.tsx', import.meta.url),
    texts: ['portal'],
    customers: true,
  },
  {
    name: 'registration',
    address: '/join',
    main: new URL('./registration/public/main.tsx', import.meta.url),
    texts: ['registration'],
    customers: true,
  },
  {
    name: 'display',
    address: '/display',
    main: new URL('./display/public/main.tsx', import.meta.url),
    texts: ['display'],
    customers: true,
  },
  {
    name: 'entrance',
    address: '/entrance',
    main: new URL('./entrance/public/main.tsx', import.meta.url),
    texts: ['scanner', 'entrance'],
    app: { name: 'Counterfoil Entrance', shortName: 'Entrance', opens: 'kept' },
  },
);

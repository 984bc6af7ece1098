import { definePages } from '../../kernel/module/index.ts';

export const pages = definePages({
  name: 'customer',
  address: '/c',
  main: new URL('./customer-page/portal/main.tsx', import.meta.url),
  texts: ['portal'],
});

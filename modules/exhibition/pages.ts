import { definePages } from '../../kernel/module/index.ts';

export const pages = definePages({
  name: 'portal',
  address: '/c',
  main: new URL('./portal/main.tsx', import.meta.url),
  texts: ['portal'],
});

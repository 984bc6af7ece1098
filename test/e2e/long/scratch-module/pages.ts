import { definePages } from '../../kernel/module/index.ts';

export const pages = definePages({
  name: 'laundry',
  address: '/laundry',
  main: new URL('./page/main.tsx', import.meta.url),
  texts: ['laundry_page'],
});

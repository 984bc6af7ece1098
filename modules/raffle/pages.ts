import { definePages } from '../../kernel/module/index.ts';

export const pages = definePages({
  name: 'raffle',
  address: '/r',
  main: new URL('./public-page/portal/main.tsx', import.meta.url),
  texts: ['raffle_page'],
  customers: true,
  indexed: true,
});

import { definePages } from '../../kernel/module/index.ts';

export const pages = definePages(
  {
    name: 'pass',
    address: '/m',
    main: new URL('./codes/portal/main.tsx', import.meta.url),
    texts: ['mess_code'],
    customers: true,
  },
  {
    name: 'scanner',
    address: '/scanner',
    main: new URL('./door/scanner/main.tsx', import.meta.url),
    texts: ['scanner'],
    app: { name: 'Counterfoil Scanner', shortName: 'Scanner', opens: 'kept' },
  },
);

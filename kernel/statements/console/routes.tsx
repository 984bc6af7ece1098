import StatementIcon from '@mui/icons-material/PlaylistAddCheckOutlined';
import { lazy } from 'react';
import type { ConsolePart } from '../../ui/index.ts';

const StatementList = lazy(() => import('./StatementList.tsx'));
const StatementImport = lazy(() => import('./StatementImport.tsx'));
const StatementPage = lazy(() => import('./StatementPage.tsx'));

/** Statements of banks and operators, under the heading of the payments. */
const part: ConsolePart = {
  label: 'console.payments.money',
  menu: [
    {
      to: '/payments/statements',
      label: 'console.statements.title',
      icon: <StatementIcon />,
      permission: 'payments.statements',
    },
  ],
  pages: [
    { path: '/payments/statements', element: <StatementList /> },
    { path: '/payments/statements/import', element: <StatementImport /> },
    { path: '/payments/statements/:id', element: <StatementPage /> },
  ],
  help: {
    '/payments/statements': 'payments-to-check#import-a-bank-statement',
    '/payments/statements/import': 'lists#files-of-banks-and-wallets',
  },
};

export default part;

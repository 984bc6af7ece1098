import LedgerIcon from '@mui/icons-material/AccountBalanceOutlined';
import { lazy } from 'react';
import type { ConsolePart } from '../../ui/index.ts';

const Ledger = lazy(() => import('./Ledger.tsx'));

/** The ledger, under the heading of the payments. */
const part: ConsolePart = {
  label: 'console.payments.money',
  last: true,
  menu: [{ to: '/ledger', label: 'console.ledger.title', icon: <LedgerIcon />, permission: 'ledger.read' }],
  pages: [{ path: '/ledger', element: <Ledger /> }],
  help: { '/ledger': 'accountant#prove-that-the-books-are-whole' },
};

export default part;

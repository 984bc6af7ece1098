import LedgerIcon from '@mui/icons-material/AccountBalanceOutlined';
import DeskIcon from '@mui/icons-material/FactCheckOutlined';
import PaymentsIcon from '@mui/icons-material/PaymentsOutlined';
import StatementIcon from '@mui/icons-material/PlaylistAddCheckOutlined';
import AttemptIcon from '@mui/icons-material/SyncAltOutlined';
import { lazy } from 'react';
import type { ConsolePart } from '../../ui/index.ts';
import { HangingBadge } from './HangingBadge.tsx';
import { WaitingBadge } from './WaitingBadge.tsx';

const Desk = lazy(() => import('./desk/Desk.tsx'));
const PaymentList = lazy(() => import('./payments/PaymentList.tsx'));
const PaymentPage = lazy(() => import('./payments/PaymentPage.tsx'));
const StatementList = lazy(() => import('./statements/StatementList.tsx'));
const StatementImport = lazy(() => import('./statements/StatementImport.tsx'));
const StatementPage = lazy(() => import('./statements/StatementPage.tsx'));
const AttemptList = lazy(() => import('./attempts/AttemptList.tsx'));
const Ledger = lazy(() => import('./ledger/Ledger.tsx'));

/** The payment screens; each page is a separate chunk. They belong to no module, since all modules use payments. */
const part: ConsolePart = {
  label: 'console.payments.money',
  menu: [
    {
      to: '/payments/desk',
      label: 'console.payments.desk.title',
      icon: <DeskIcon />,
      permission: 'payments.read',
      pinned: true,
      badge: WaitingBadge,
    },
    { to: '/payments', label: 'console.payments.title', icon: <PaymentsIcon />, permission: 'payments.read' },
    {
      to: '/payments/statements',
      label: 'console.statements.title',
      icon: <StatementIcon />,
      permission: 'payments.statements',
    },
    {
      to: '/payments/attempts',
      label: 'console.payments.attempts.title',
      icon: <AttemptIcon />,
      permission: 'payments.read',
      badge: HangingBadge,
    },
    { to: '/ledger', label: 'console.ledger.title', icon: <LedgerIcon />, permission: 'ledger.read' },
  ],
  pages: [
    { path: '/payments/desk', element: <Desk /> },
    { path: '/payments', element: <PaymentList /> },
    { path: '/payments/statements', element: <StatementList /> },
    { path: '/payments/statements/import', element: <StatementImport /> },
    { path: '/payments/statements/:id', element: <StatementPage /> },
    { path: '/payments/attempts', element: <AttemptList /> },
    { path: '/payments/:id', element: <PaymentPage /> },
    { path: '/ledger', element: <Ledger /> },
  ],
};

export default part;

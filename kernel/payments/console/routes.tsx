import DeskIcon from '@mui/icons-material/FactCheckOutlined';
import PaymentsIcon from '@mui/icons-material/PaymentsOutlined';
import AttemptIcon from '@mui/icons-material/SyncAltOutlined';
import { lazy } from 'react';
import type { ConsolePart } from '../../ui/index.ts';
import { HangingBadge } from './HangingBadge.tsx';
import { WaitingBadge } from './WaitingBadge.tsx';

const Desk = lazy(() => import('./desk/Desk.tsx'));
const PaymentList = lazy(() => import('./payments/PaymentList.tsx'));
const PaymentPage = lazy(() => import('./payments/PaymentPage.tsx'));
const AttemptList = lazy(() => import('./attempts/AttemptList.tsx'));

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
      to: '/payments/attempts',
      label: 'console.payments.attempts.title',
      icon: <AttemptIcon />,
      permission: 'payments.read',
      badge: HangingBadge,
    },
  ],
  pages: [
    { path: '/payments/desk', element: <Desk /> },
    { path: '/payments', element: <PaymentList /> },
    { path: '/payments/attempts', element: <AttemptList /> },
    { path: '/payments/:id', element: <PaymentPage /> },
  ],
};

export default part;

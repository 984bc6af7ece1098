import DeskIcon from '@mui/icons-material/FactCheckOutlined';
import { lazy } from 'react';
import type { ConsolePart } from '../../ui/index.ts';
import { WaitingBadge } from './WaitingBadge.tsx';

const Desk = lazy(() => import('./desk/Desk.tsx'));
const PaymentPage = lazy(() => import('./payment/PaymentPage.tsx'));

/** The evidence desk and the page of one payment, under the heading of the payments. */
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
  ],
  pages: [
    { path: '/payments/desk', element: <Desk /> },
    { path: '/payments/:id', element: <PaymentPage /> },
  ],
  help: { '/payments/desk': 'payments-to-check' },
};

export default part;

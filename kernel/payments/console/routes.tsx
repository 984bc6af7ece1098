import PaymentsIcon from '@mui/icons-material/PaymentsOutlined';
import { lazy } from 'react';
import type { ConsolePart } from '../../ui/index.ts';

const PaymentList = lazy(() => import('./PaymentList.tsx'));

/** The list of payments. It belongs to no module, since all modules use payments. */
const part: ConsolePart = {
  label: 'console.payments.money',
  menu: [{ to: '/payments', label: 'console.payments.title', icon: <PaymentsIcon />, permission: 'payments.read' }],
  pages: [{ path: '/payments', element: <PaymentList /> }],
  help: { '/payments': 'payments-to-check' },
};

export default part;

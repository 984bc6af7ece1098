import AttemptIcon from '@mui/icons-material/SyncAltOutlined';
import { lazy } from 'react';
import type { ConsolePart } from '../../ui/index.ts';
import { HangingBadge } from './HangingBadge.tsx';

const AttemptList = lazy(() => import('./AttemptList.tsx'));

/** What providers were asked for, under the heading of the payments. */
const part: ConsolePart = {
  label: 'console.payments.money',
  last: true,
  menu: [
    {
      to: '/payments/attempts',
      label: 'console.payments.attempts.title',
      icon: <AttemptIcon />,
      permission: 'payments.read',
      badge: HangingBadge,
    },
  ],
  pages: [{ path: '/payments/attempts', element: <AttemptList /> }],
  help: { '/payments/attempts': 'accountant#at-the-end-of-a-month' },
};

export default part;

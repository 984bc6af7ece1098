import SessionsIcon from '@mui/icons-material/HistoryOutlined';
import DrawerIcon from '@mui/icons-material/InboxOutlined';
import TillIcon from '@mui/icons-material/PointOfSaleOutlined';
import { lazy } from 'react';
import type { ConsolePart } from '../../ui/index.ts';

const Till = lazy(() => import('./Till.tsx'));
const SessionList = lazy(() => import('./SessionList.tsx'));
const SessionPage = lazy(() => import('./SessionPage.tsx'));
const Drawers = lazy(() => import('./Drawers.tsx'));

/** The till, under the heading of the payments. */
const part: ConsolePart = {
  label: 'console.payments.money',
  menu: [
    { to: '/till', label: 'console.till.title', icon: <TillIcon />, permission: 'till.use' },
    {
      to: '/till/sessions',
      label: 'console.till.sessions.title',
      icon: <SessionsIcon />,
      permission: 'till.use',
    },
    { to: '/till/drawers', label: 'console.till.drawers.title', icon: <DrawerIcon />, permission: 'till.manage' },
  ],
  pages: [
    { path: '/till', element: <Till /> },
    { path: '/till/sessions', element: <SessionList /> },
    { path: '/till/sessions/:id', element: <SessionPage /> },
    { path: '/till/drawers', element: <Drawers /> },
  ],
  help: {
    '/till': 'till',
    '/till/sessions': 'till#count-and-close',
    '/till/drawers': 'till#for-the-supervisor',
  },
};

export default part;

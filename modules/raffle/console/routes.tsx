import RaffleIcon from '@mui/icons-material/ConfirmationNumberOutlined';
import ContactsIcon from '@mui/icons-material/ContactsOutlined';
import OrderIcon from '@mui/icons-material/ShoppingBagOutlined';
import DashboardIcon from '@mui/icons-material/SpaceDashboardOutlined';
import { lazy } from 'react';
import type { ConsolePart } from '../../../kernel/ui/index.ts';

const Dashboard = lazy(() => import('../sales/console/dashboard/Dashboard.tsx'));
const RaffleList = lazy(() => import('../raffles/console/RaffleList.tsx'));
const RaffleForm = lazy(() => import('../raffles/console/RaffleForm.tsx'));
const RafflePage = lazy(() => import('./RafflePage.tsx'));
const OrderList = lazy(() => import('../orders/console/OrderList.tsx'));
const OrderPage = lazy(() => import('../orders/console/OrderPage.tsx'));
const OrderImport = lazy(() => import('../orders/console/OrderImport.tsx'));
const NewOrder = lazy(() => import('../orders/console/NewOrder.tsx'));
const ContactList = lazy(() => import('../sales/console/contacts/ContactList.tsx'));

const READ = 'raffle.read';

/** The raffle's screens; each page is its own chunk. */
const part: ConsolePart = {
  module: 'raffle',
  label: 'console.raffle.title',
  dashboard: Dashboard,
  menu: [
    { to: '/', label: 'console.raffle.dashboard.menu', icon: <DashboardIcon />, permission: READ },
    {
      to: '/raffle/raffles',
      label: 'console.raffle.raffle.many',
      icon: <RaffleIcon />,
      permission: READ,
      pinned: true,
    },
    { to: '/raffle/orders', label: 'console.raffle.order.many', icon: <OrderIcon />, permission: READ, pinned: true },
    { to: '/raffle/contacts', label: 'console.raffle.contact.many', icon: <ContactsIcon />, permission: READ },
  ],
  pages: [
    { path: '/raffle/raffles', element: <RaffleList /> },
    { path: '/raffle/raffles/new', element: <RaffleForm /> },
    { path: '/raffle/raffles/:id', element: <RafflePage /> },
    { path: '/raffle/raffles/:id/edit', element: <RaffleForm /> },
    { path: '/raffle/orders', element: <OrderList /> },
    { path: '/raffle/orders/new', element: <NewOrder /> },
    { path: '/raffle/orders/import', element: <OrderImport /> },
    { path: '/raffle/orders/:id', element: <OrderPage /> },
    { path: '/raffle/contacts', element: <ContactList /> },
  ],
  help: {
    '/raffle/orders/import': 'lists#orders-of-a-raffle',
    '/raffle': 'raffle-organizer',
    '/raffle/orders': 'raffle-organizer#orders',
    '/raffle/orders/new': 'raffle-organizer#sell-at-a-table',
    '/raffle/raffles/new': 'raffle-organizer#before-the-sale',
  },
};

export default part;

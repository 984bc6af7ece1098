import RaffleIcon from '@mui/icons-material/ConfirmationNumberOutlined';
import ContactsIcon from '@mui/icons-material/ContactsOutlined';
import OrderIcon from '@mui/icons-material/ShoppingBagOutlined';
import DashboardIcon from '@mui/icons-material/SpaceDashboardOutlined';
import { lazy } from 'react';
import { type ConsolePart, page } from '../../../kernel/ui/index.ts';

const Dashboard = lazy(() => import('../sales/console/dashboard/Dashboard.tsx'));
const RaffleForm = lazy(() => import('../raffles/console/RaffleForm.tsx'));

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
    page('/raffle/raffles', () => import('../raffles/console/RaffleList.tsx')),
    { path: '/raffle/raffles/new', element: <RaffleForm /> },
    page('/raffle/raffles/:id', () => import('./RafflePage.tsx')),
    { path: '/raffle/raffles/:id/edit', element: <RaffleForm /> },
    page('/raffle/orders', () => import('../orders/console/OrderList.tsx')),
    page('/raffle/orders/new', () => import('../orders/console/NewOrder.tsx')),
    page('/raffle/orders/import', () => import('../orders/console/OrderImport.tsx')),
    page('/raffle/orders/:id', () => import('../orders/console/OrderPage.tsx')),
    page('/raffle/contacts', () => import('../sales/console/contacts/ContactList.tsx')),
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

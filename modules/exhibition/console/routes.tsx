import ItemIcon from '@mui/icons-material/LocalOfferOutlined';
import BadgeIcon from '@mui/icons-material/PeopleOutlined';
import DeskIcon from '@mui/icons-material/PointOfSaleOutlined';
import ReceiptIcon from '@mui/icons-material/ReceiptLongOutlined';
import DashboardIcon from '@mui/icons-material/SpaceDashboardOutlined';
import ExhibitionIcon from '@mui/icons-material/StorefrontOutlined';
import StallIcon from '@mui/icons-material/StoreOutlined';
import TodayIcon from '@mui/icons-material/TodayOutlined';
import { lazy } from 'react';
import { type ConsolePart, page } from '../../../kernel/ui/index.ts';

const Dashboard = lazy(() => import('../dashboard/console/Dashboard.tsx'));
const ItemPage = lazy(() => import('../items/console/ItemPage.tsx'));
const ExhibitionForm = lazy(() => import('../exhibitions/console/ExhibitionForm.tsx'));

const READ = { permission: 'exhibition.read' };
const CUSTOMERS = { permission: 'exhibition.customer.read' };

/** The exhibition's screens; each page is its own chunk. */
const part: ConsolePart = {
  module: 'exhibition',
  label: 'console.exhibition.title',
  dashboard: Dashboard,
  menu: [
    { to: '/', label: 'console.exhibition.dashboard.title', icon: <DashboardIcon />, ...CUSTOMERS },
    { to: '/desk', label: 'console.exhibition.desk.title', icon: <DeskIcon />, ...READ, pinned: true },
    {
      to: '/exhibition/customers',
      label: 'console.exhibition.customer.many',
      icon: <BadgeIcon />,
      ...CUSTOMERS,
      pinned: true,
    },
    { to: '/exhibition/bills', label: 'console.exhibition.bill.many', icon: <ReceiptIcon />, ...READ, pinned: true },
    { to: '/exhibition/items', label: 'console.exhibition.item.many', icon: <ItemIcon />, ...READ },
    { to: '/exhibition/stalls', label: 'console.exhibition.stall.many', icon: <StallIcon />, ...READ },
    { to: '/exhibition/sales', label: 'console.exhibition.sales.title', icon: <TodayIcon />, ...READ },
    { to: '/exhibition/exhibitions', label: 'console.exhibition.exhibition.many', icon: <ExhibitionIcon />, ...READ },
  ],
  pages: [
    page('/desk', () => import('../desk/console/Desk.tsx')),
    page('/exhibition/customers', () => import('../customers/console/CustomerList.tsx')),
    page('/exhibition/customers/import', () => import('../customers/console/CustomerImport.tsx')),
    page('/exhibition/customers/:id', () => import('./CustomerPage.tsx')),
    page('/exhibition/customers/:id/edit', () => import('../customers/console/CustomerForm.tsx')),
    page('/exhibition/bills', () => import('../bills/console/BillList.tsx')),
    page('/exhibition/bills/:id', () => import('./BillPage.tsx')),
    page('/exhibition/bills/:id/exchange', () => import('../desk/console/ExchangePage.tsx')),
    page('/exhibition/items', () => import('../items/console/ItemList.tsx')),
    { path: '/exhibition/items/new', element: <ItemPage /> },
    page('/exhibition/items/import', () => import('../items/console/ItemImport.tsx')),
    page('/exhibition/items/keys', () => import('../items/console/KeysPage.tsx')),
    { path: '/exhibition/items/:id', element: <ItemPage /> },
    page('/exhibition/stalls', () => import('../stalls/console/StallList.tsx')),
    page('/exhibition/stalls/:id', () => import('../settlements/console/StatementPage.tsx')),
    page('/exhibition/sales', () => import('../sales/console/Today.tsx')),
    page('/exhibition/offline-sales', () => import('../desk/console/OfflineSales.tsx')),
    page('/exhibition/exhibitions', () => import('../exhibitions/console/ExhibitionList.tsx')),
    { path: '/exhibition/exhibitions/new', element: <ExhibitionForm /> },
    { path: '/exhibition/exhibitions/:id', element: <ExhibitionForm /> },
    page('/exhibition/exhibitions/:id/form', () => import('../registration/console/FormPage.tsx')),
    page('/exhibition/exhibitions/:id/entrance', () => import('../entrance/console/EntrancePage.tsx')),
  ],
  help: {
    '/exhibition/items/import': 'lists#items-of-an-exhibition',
    '/desk': 'exhibition-cashier',
    '/exhibition/customers': 'exhibition-cashier#register-a-customer',
    '/exhibition/customers/import': 'exhibition-organizer#bring-a-list-of-customers',
    '/exhibition/bills': 'exhibition-organizer#while-it-runs',
    '/exhibition/sales': 'exhibition-organizer#while-it-runs',
    '/exhibition/offline-sales': 'exhibition-organizer#sales-without-a-network',
    '/exhibition/exhibitions': 'exhibition-organizer#before-it-opens',
    '/exhibition/stalls': 'exhibition-organizer#stalls-of-many-sellers',
    '/exhibition/items': 'exhibition-organizer#things-to-sell',
    '/exhibition/exhibitions/:id/form': 'exhibition-organizer#people-register-themselves',
    '/exhibition/exhibitions/:id/entrance': 'exhibition-organizer#check-in-at-the-entrance',
  },
};

export default part;

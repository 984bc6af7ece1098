import ItemIcon from '@mui/icons-material/LocalOfferOutlined';
import BadgeIcon from '@mui/icons-material/PeopleOutlined';
import DeskIcon from '@mui/icons-material/PointOfSaleOutlined';
import ReceiptIcon from '@mui/icons-material/ReceiptLongOutlined';
import DashboardIcon from '@mui/icons-material/SpaceDashboardOutlined';
import ExhibitionIcon from '@mui/icons-material/StorefrontOutlined';
import StallIcon from '@mui/icons-material/StoreOutlined';
import TodayIcon from '@mui/icons-material/TodayOutlined';
import { lazy } from 'react';
import type { ConsolePart } from '../../../kernel/ui/index.ts';

const Dashboard = lazy(() => import('../dashboard/console/Dashboard.tsx'));
const Desk = lazy(() => import('../desk/console/Desk.tsx'));
const CustomerList = lazy(() => import('../customers/console/CustomerList.tsx'));
const CustomerPage = lazy(() => import('./CustomerPage.tsx'));
const CustomerForm = lazy(() => import('../customers/console/CustomerForm.tsx'));
const CustomerImport = lazy(() => import('../customers/console/CustomerImport.tsx'));
const BillPage = lazy(() => import('./BillPage.tsx'));
const ExchangePage = lazy(() => import('../desk/console/ExchangePage.tsx'));
const BillList = lazy(() => import('../bills/console/BillList.tsx'));
const OfflineSales = lazy(() => import('../desk/console/OfflineSales.tsx'));
const Today = lazy(() => import('../sales/console/Today.tsx'));
const ItemList = lazy(() => import('../items/console/ItemList.tsx'));
const ItemPage = lazy(() => import('../items/console/ItemPage.tsx'));
const ItemImport = lazy(() => import('../items/console/ItemImport.tsx'));
const KeysPage = lazy(() => import('../items/console/KeysPage.tsx'));
const StallList = lazy(() => import('../stalls/console/StallList.tsx'));
const StatementPage = lazy(() => import('../settlements/console/StatementPage.tsx'));
const ExhibitionList = lazy(() => import('../exhibitions/console/ExhibitionList.tsx'));
const FormPage = lazy(() => import('../registration/console/FormPage.tsx'));
const EntrancePage = lazy(() => import('../entrance/console/EntrancePage.tsx'));
const ExhibitionForm = lazy(() => import('../exhibitions/console/ExhibitionForm.tsx'));

/** The exhibition's screens; each page is its own chunk. */
const part: ConsolePart = {
  module: 'exhibition',
  label: 'console.exhibition.title',
  dashboard: Dashboard,
  menu: [
    {
      to: '/',
      label: 'console.exhibition.dashboard.title',
      icon: <DashboardIcon />,
      permission: 'exhibition.customer.read',
    },
    {
      to: '/desk',
      label: 'console.exhibition.desk.title',
      icon: <DeskIcon />,
      permission: 'exhibition.read',
      pinned: true,
    },
    {
      to: '/exhibition/customers',
      label: 'console.exhibition.customer.many',
      icon: <BadgeIcon />,
      permission: 'exhibition.customer.read',
      pinned: true,
    },
    {
      to: '/exhibition/bills',
      label: 'console.exhibition.bill.many',
      icon: <ReceiptIcon />,
      permission: 'exhibition.read',
      pinned: true,
    },
    {
      to: '/exhibition/items',
      label: 'console.exhibition.item.many',
      icon: <ItemIcon />,
      permission: 'exhibition.read',
    },
    {
      to: '/exhibition/stalls',
      label: 'console.exhibition.stall.many',
      icon: <StallIcon />,
      permission: 'exhibition.read',
    },
    {
      to: '/exhibition/sales',
      label: 'console.exhibition.sales.title',
      icon: <TodayIcon />,
      permission: 'exhibition.read',
    },
    {
      to: '/exhibition/exhibitions',
      label: 'console.exhibition.exhibition.many',
      icon: <ExhibitionIcon />,
      permission: 'exhibition.read',
    },
  ],
  pages: [
    { path: '/desk', element: <Desk /> },
    { path: '/exhibition/customers', element: <CustomerList /> },
    { path: '/exhibition/customers/import', element: <CustomerImport /> },
    { path: '/exhibition/customers/:id', element: <CustomerPage /> },
    { path: '/exhibition/customers/:id/edit', element: <CustomerForm /> },
    { path: '/exhibition/bills', element: <BillList /> },
    { path: '/exhibition/bills/:id', element: <BillPage /> },
    { path: '/exhibition/bills/:id/exchange', element: <ExchangePage /> },
    { path: '/exhibition/items', element: <ItemList /> },
    { path: '/exhibition/items/new', element: <ItemPage /> },
    { path: '/exhibition/items/import', element: <ItemImport /> },
    { path: '/exhibition/items/keys', element: <KeysPage /> },
    { path: '/exhibition/items/:id', element: <ItemPage /> },
    { path: '/exhibition/stalls', element: <StallList /> },
    { path: '/exhibition/stalls/:id', element: <StatementPage /> },
    { path: '/exhibition/sales', element: <Today /> },
    { path: '/exhibition/offline-sales', element: <OfflineSales /> },
    { path: '/exhibition/exhibitions', element: <ExhibitionList /> },
    { path: '/exhibition/exhibitions/new', element: <ExhibitionForm /> },
    { path: '/exhibition/exhibitions/:id', element: <ExhibitionForm /> },
    { path: '/exhibition/exhibitions/:id/form', element: <FormPage /> },
    { path: '/exhibition/exhibitions/:id/entrance', element: <EntrancePage /> },
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

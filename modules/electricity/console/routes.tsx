import ReportIcon from '@mui/icons-material/AssessmentOutlined';
import ElectricityIcon from '@mui/icons-material/BoltOutlined';
import VoucherIcon from '@mui/icons-material/ConfirmationNumberOutlined';
import ClaimIcon from '@mui/icons-material/HowToRegOutlined';
import DashboardIcon from '@mui/icons-material/InsightsOutlined';
import AlertIcon from '@mui/icons-material/NotificationsOutlined';
import CustomerIcon from '@mui/icons-material/PeopleOutlined';
import TariffIcon from '@mui/icons-material/PriceChangeOutlined';
import TransactionIcon from '@mui/icons-material/ReceiptLongOutlined';
import ReadingIcon from '@mui/icons-material/SpeedOutlined';
import AgentIcon from '@mui/icons-material/StorefrontOutlined';
import { lazy } from 'react';
import type { ConsolePart } from '../../../kernel/ui/index.ts';

const Dashboard = lazy(() => import('../dashboard/console/Dashboard.tsx'));
const AlertList = lazy(() => import('../alerts/console/AlertList.tsx'));
const MeterList = lazy(() => import('../meters/console/MeterList.tsx'));
const MeterImport = lazy(() => import('../meters/console/MeterImport.tsx'));
const MeterPage = lazy(() => import('./MeterPage.tsx'));
const CustomerList = lazy(() => import('../customers/console/CustomerList.tsx'));
const CustomerImport = lazy(() => import('../customers/console/CustomerImport.tsx'));
const CustomerPage = lazy(() => import('../customers/console/CustomerPage.tsx'));
const ReadingList = lazy(() => import('../readings/console/ReadingList.tsx'));
const ClaimList = lazy(() => import('../claims/console/ClaimList.tsx'));
const Reports = lazy(() => import('../reports/console/Reports.tsx'));
const TransactionList = lazy(() => import('../transactions/console/TransactionList.tsx'));
const Tariffs = lazy(() => import('../tariffs/console/Tariffs.tsx'));
const BatchList = lazy(() => import('../vouchers/console/BatchList.tsx'));
const BatchPage = lazy(() => import('../vouchers/console/BatchPage.tsx'));
const AgentList = lazy(() => import('../agents/console/AgentList.tsx'));

const permission = 'electricity.read';

/** The screens of electricity; each page is its own chunk. */
const part: ConsolePart = {
  module: 'electricity',
  label: 'console.electricity.title',
  menu: [
    { to: '/electricity/dashboard', label: 'console.electricity.dashboard.title', icon: <DashboardIcon />, permission },
    { to: '/electricity/meters', label: 'console.electricity.meter.many', icon: <ElectricityIcon />, permission },
    { to: '/electricity/customers', label: 'console.electricity.customer.many', icon: <CustomerIcon />, permission },
    { to: '/electricity/claims', label: 'console.electricity.claim.many', icon: <ClaimIcon />, permission },
    { to: '/electricity/readings', label: 'console.electricity.reading.many', icon: <ReadingIcon />, permission },
    {
      to: '/electricity/transactions',
      label: 'console.electricity.transaction.many',
      icon: <TransactionIcon />,
      permission,
    },
    { to: '/electricity/reports', label: 'console.electricity.report.many', icon: <ReportIcon />, permission },
    { to: '/electricity/tariffs', label: 'console.electricity.tariff.many', icon: <TariffIcon />, permission },
    { to: '/electricity/vouchers', label: 'console.electricity.batch.many', icon: <VoucherIcon />, permission },
    { to: '/electricity/agents', label: 'console.electricity.agent.many', icon: <AgentIcon />, permission },
    { to: '/electricity/alerts', label: 'console.electricity.alert.many', icon: <AlertIcon />, permission },
  ],
  pages: [
    { path: '/electricity/dashboard', element: <Dashboard /> },
    { path: '/electricity/meters', element: <MeterList /> },
    { path: '/electricity/meters/import', element: <MeterImport /> },
    { path: '/electricity/meters/:id', element: <MeterPage /> },
    { path: '/electricity/customers', element: <CustomerList /> },
    { path: '/electricity/customers/import', element: <CustomerImport /> },
    { path: '/electricity/customers/:id', element: <CustomerPage /> },
    { path: '/electricity/readings', element: <ReadingList /> },
    { path: '/electricity/claims', element: <ClaimList /> },
    { path: '/electricity/transactions', element: <TransactionList /> },
    { path: '/electricity/reports', element: <Reports /> },
    { path: '/electricity/alerts', element: <AlertList /> },
    { path: '/electricity/tariffs', element: <Tariffs /> },
    { path: '/electricity/vouchers', element: <BatchList /> },
    { path: '/electricity/vouchers/:id', element: <BatchPage /> },
    { path: '/electricity/agents', element: <AgentList /> },
  ],
  help: {
    '/electricity': 'electricity',
    '/electricity/meters/import': 'lists#electricity-meters',
    '/electricity/customers/import': 'lists#electricity-customers',
    '/electricity/meters': 'electricity#sell-units-for-cash',
    '/electricity/customers': 'electricity#give-a-meter-to-a-household',
    '/electricity/claims': 'electricity#give-a-meter-to-a-household',
    '/electricity/readings': 'electricity#each-day',
    '/electricity/reports': 'electricity#at-the-end-of-a-month',
    '/electricity/tariffs': 'electricity#before-the-first-sale',
    '/electricity/vouchers': 'electricity#vouchers',
    '/electricity/agents': 'electricity#agents',
  },
};

export default part;

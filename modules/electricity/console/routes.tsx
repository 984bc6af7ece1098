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
import { type ConsolePart, page } from '../../../kernel/ui/index.ts';

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
    page('/electricity/dashboard', () => import('../dashboard/console/Dashboard.tsx')),
    page('/electricity/meters', () => import('../meters/console/MeterList.tsx')),
    page('/electricity/meters/import', () => import('../meters/console/MeterImport.tsx')),
    page('/electricity/meters/:id', () => import('./MeterPage.tsx')),
    page('/electricity/customers', () => import('../customers/console/CustomerList.tsx')),
    page('/electricity/customers/import', () => import('../customers/console/CustomerImport.tsx')),
    page('/electricity/customers/:id', () => import('../customers/console/CustomerPage.tsx')),
    page('/electricity/readings', () => import('../readings/console/ReadingList.tsx')),
    page('/electricity/claims', () => import('../claims/console/ClaimList.tsx')),
    page('/electricity/transactions', () => import('../transactions/console/TransactionList.tsx')),
    page('/electricity/reports', () => import('../reports/console/Reports.tsx')),
    page('/electricity/alerts', () => import('../alerts/console/AlertList.tsx')),
    page('/electricity/tariffs', () => import('../tariffs/console/Tariffs.tsx')),
    page('/electricity/vouchers', () => import('../vouchers/console/BatchList.tsx')),
    page('/electricity/vouchers/:id', () => import('../vouchers/console/BatchPage.tsx')),
    page('/electricity/agents', () => import('../agents/console/AgentList.tsx')),
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

import PaymentsIcon from '@mui/icons-material/AccountBalanceWalletOutlined';
import ClosureIcon from '@mui/icons-material/DoNotDisturbOnOutlined';
import CycleIcon from '@mui/icons-material/EventRepeatOutlined';
import CutIcon from '@mui/icons-material/FlightTakeoffOutlined';
import ReportIcon from '@mui/icons-material/InsertChartOutlined';
import DeviceIcon from '@mui/icons-material/PhonelinkRingOutlined';
import ScanIcon from '@mui/icons-material/QrCodeScanner';
import MealIcon from '@mui/icons-material/RestaurantOutlined';
import SettlementIcon from '@mui/icons-material/RuleOutlined';
import StudentsIcon from '@mui/icons-material/SchoolOutlined';
import CookIcon from '@mui/icons-material/SoupKitchenOutlined';
import BoardIcon from '@mui/icons-material/SpaceDashboardOutlined';
import { lazy, Suspense } from 'react';
import type { ConsolePart } from '../../../kernel/ui/index.ts';

const Board = lazy(() => import('../reports/console/board/Board.tsx'));
const CookCountPage = lazy(() => import('../cook-count/console/CookCountPage.tsx'));
const ReportsPage = lazy(() => import('../reports/console/ReportsPage.tsx'));
const StudentList = lazy(() => import('../students/console/StudentList.tsx'));
const StudentForm = lazy(() => import('../students/console/StudentForm.tsx'));
const StudentImport = lazy(() => import('../students/console/StudentImport.tsx'));
const StudentPage = lazy(() => import('./StudentPage.tsx'));
const PaymentList = lazy(() => import('../payments/console/PaymentList.tsx'));
const CutList = lazy(() => import('../cuts/console/CutTable.tsx'));
const ClosureList = lazy(() => import('../closures/console/ClosureList.tsx'));
const ScanList = lazy(() => import('../door/console/scans/ScanTable.tsx'));
const SettlementList = lazy(() => import('../door/console/settlement/SettlementList.tsx'));
const CycleList = lazy(() => import('../cycles/console/CycleList.tsx'));
const CycleFigures = lazy(() => import('../reports/console/CycleFigures.tsx'));
const CycleForm = lazy(() => import('../cycles/console/CycleForm.tsx'));
const MealsPage = lazy(() => import('../meals/console/MealsPage.tsx'));
const ScannerList = lazy(() => import('../door/console/scanners/ScannerList.tsx'));

/** A cycle's money, above its form and its payments. */
const figures = (cycleId: string) => (
  <Suspense>
    <CycleFigures cycleId={cycleId} />
  </Suspense>
);

const READ = 'mess.read';

/** The mess's screens; each page is its own chunk. */
const part: ConsolePart = {
  module: 'mess',
  label: 'console.mess.title',
  dashboard: Board,
  menu: [
    { to: '/', label: 'console.mess.board.menu', icon: <BoardIcon />, permission: READ },
    { to: '/mess/cook-count', label: 'console.mess.cook.title', icon: <CookIcon />, permission: READ },
    {
      to: '/mess/students',
      label: 'console.mess.student.many',
      icon: <StudentsIcon />,
      permission: READ,
      pinned: true,
    },
    {
      to: '/mess/payments',
      label: 'console.mess.payment.many',
      icon: <PaymentsIcon />,
      permission: READ,
      pinned: true,
    },
    { to: '/mess/cuts', label: 'console.mess.cut.many', icon: <CutIcon />, permission: READ },
    { to: '/mess/closures', label: 'console.mess.closure.many', icon: <ClosureIcon />, permission: READ },
    { to: '/mess/scans', label: 'console.mess.scan.many', icon: <ScanIcon />, permission: READ, pinned: true },
    { to: '/mess/settlement', label: 'console.mess.settlement.many', icon: <SettlementIcon />, permission: READ },
    { to: '/mess/reports', label: 'console.mess.report.title', icon: <ReportIcon />, permission: READ },
    { to: '/mess/cycles', label: 'console.mess.cycle.many', icon: <CycleIcon />, permission: READ },
    { to: '/mess/meals', label: 'console.mess.meal.many', icon: <MealIcon />, permission: READ },
    { to: '/mess/scanners', label: 'console.mess.scanner.many', icon: <DeviceIcon />, permission: READ },
  ],
  pages: [
    { path: '/mess/cook-count', element: <CookCountPage /> },
    { path: '/mess/reports', element: <ReportsPage /> },
    { path: '/mess/students', element: <StudentList /> },
    { path: '/mess/students/new', element: <StudentForm /> },
    { path: '/mess/students/import', element: <StudentImport /> },
    { path: '/mess/students/:id', element: <StudentPage /> },
    { path: '/mess/students/:id/edit', element: <StudentForm /> },
    { path: '/mess/payments', element: <PaymentList figures={figures} /> },
    { path: '/mess/cuts', element: <CutList /> },
    { path: '/mess/closures', element: <ClosureList /> },
    { path: '/mess/scans', element: <ScanList /> },
    { path: '/mess/settlement', element: <SettlementList /> },
    { path: '/mess/cycles', element: <CycleList /> },
    { path: '/mess/cycles/new', element: <CycleForm figures={figures} /> },
    { path: '/mess/cycles/:id', element: <CycleForm figures={figures} /> },
    { path: '/mess/meals', element: <MealsPage /> },
    { path: '/mess/scanners', element: <ScannerList /> },
  ],
  help: {
    '/mess/students/import': 'lists#students-of-a-mess',
    '/mess': 'mess-hall#each-day',
    '/mess/students': 'mess-hall#bring-the-students-in',
    '/mess/cuts': 'mess-hall#days-off',
    '/mess/closures': 'mess-hall#close-the-mess',
    '/mess/cycles': 'mess-hall#before-the-first-meal',
    '/mess/meals': 'mess-hall#before-the-first-meal',
    '/mess/scanners': 'mess-hall#a-phone-at-the-door',
  },
};

export default part;

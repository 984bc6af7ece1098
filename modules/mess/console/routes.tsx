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
import { type ConsolePart, page } from '../../../kernel/ui/index.ts';

const READ = 'mess.read';

const Board = lazy(() => import('../reports/console/board/Board.tsx'));
const StudentForm = lazy(() => import('../students/console/StudentForm.tsx'));
const PaymentList = lazy(() => import('../payments/console/PaymentList.tsx'));
const CycleFigures = lazy(() => import('../reports/console/CycleFigures.tsx'));
const CycleForm = lazy(() => import('../cycles/console/CycleForm.tsx'));

/** A cycle's money, above its form and its payments. */
const figures = (cycleId: string) => (
  <Suspense>
    <CycleFigures cycleId={cycleId} />
  </Suspense>
);

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
    page('/mess/cook-count', () => import('../cook-count/console/CookCountPage.tsx')),
    page('/mess/reports', () => import('../reports/console/ReportsPage.tsx')),
    page('/mess/students', () => import('../students/console/StudentList.tsx')),
    { path: '/mess/students/new', element: <StudentForm /> },
    page('/mess/students/import', () => import('../students/console/StudentImport.tsx')),
    page('/mess/students/:id', () => import('./StudentPage.tsx')),
    { path: '/mess/students/:id/edit', element: <StudentForm /> },
    { path: '/mess/payments', element: <PaymentList figures={figures} /> },
    page('/mess/cuts', () => import('../cuts/console/CutTable.tsx')),
    page('/mess/closures', () => import('../closures/console/ClosureList.tsx')),
    page('/mess/scans', () => import('../door/console/scans/ScanTable.tsx')),
    page('/mess/settlement', () => import('../door/console/settlement/SettlementList.tsx')),
    page('/mess/cycles', () => import('../cycles/console/CycleList.tsx')),
    { path: '/mess/cycles/new', element: <CycleForm figures={figures} /> },
    { path: '/mess/cycles/:id', element: <CycleForm figures={figures} /> },
    page('/mess/meals', () => import('../meals/console/MealsPage.tsx')),
    page('/mess/scanners', () => import('../door/console/scanners/ScannerList.tsx')),
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

import CategoryIcon from '@mui/icons-material/CategoryOutlined';
import CoffeeIcon from '@mui/icons-material/CoffeeMakerOutlined';
import LogIcon from '@mui/icons-material/HistoryOutlined';
import DashboardIcon from '@mui/icons-material/InsightsOutlined';
import PackageIcon from '@mui/icons-material/Inventory2Outlined';
import RoundIcon from '@mui/icons-material/LocalShippingOutlined';
import MapIcon from '@mui/icons-material/MapOutlined';
import RecipeIcon from '@mui/icons-material/MenuBookOutlined';
import AlarmIcon from '@mui/icons-material/NotificationsActiveOutlined';
import BinIcon from '@mui/icons-material/OpacityOutlined';
import LocationIcon from '@mui/icons-material/PlaceOutlined';
import BatchIcon from '@mui/icons-material/PlaylistAddCheckOutlined';
import OrderIcon from '@mui/icons-material/ReceiptLongOutlined';
import RolloutIcon from '@mui/icons-material/RocketLaunchOutlined';
import MerchantIcon from '@mui/icons-material/StorefrontOutlined';
import { lazy } from 'react';
import type { ConsolePart } from '../../../kernel/ui/index.ts';

const Dashboard = lazy(() => import('../dashboard/console/Dashboard.tsx'));
const AlarmList = lazy(() => import('../alarms/console/AlarmList.tsx'));
const RoundPage = lazy(() => import('../stock/console/RoundPage.tsx'));
const MapPage = lazy(() => import('../map/console/MapPage.tsx'));
const LogPage = lazy(() => import('../log/console/LogPage.tsx'));
const MachineList = lazy(() => import('./MachineList.tsx'));
const MachineImport = lazy(() => import('../machines/console/MachineImport.tsx'));
const MachinePage = lazy(() => import('./MachinePage.tsx'));
const BinList = lazy(() => import('../machines/console/BinList.tsx'));
const BatchList = lazy(() => import('../batches/console/BatchList.tsx'));
const OrderList = lazy(() => import('../orders/console/OrderList.tsx'));
const OrderPage = lazy(() => import('../orders/console/OrderPage.tsx'));
const MaterialList = lazy(() => import('../materials/console/MaterialList.tsx'));
const MaterialImport = lazy(() => import('../materials/console/MaterialImport.tsx'));
const RecipeList = lazy(() => import('../recipes/console/RecipeList.tsx'));
const RecipePage = lazy(() => import('../recipes/console/RecipePage.tsx'));
const PackageList = lazy(() => import('../packages/console/PackageList.tsx'));
const RolloutList = lazy(() => import('../rollouts/console/RolloutList.tsx'));
const RolloutPage = lazy(() => import('../rollouts/console/RolloutPage.tsx'));
const MerchantList = lazy(() => import('../merchants/console/MerchantList.tsx'));
const LocationList = lazy(() => import('../locations/console/LocationList.tsx'));

const permission = 'coffee.read';

/** The screens of the coffee fleet; each page is its own chunk. */
const part: ConsolePart = {
  module: 'coffee',
  label: 'console.coffee.title',
  menu: [
    { to: '/coffee/dashboard', label: 'console.coffee.dashboard.title', icon: <DashboardIcon />, permission },
    { to: '/coffee/alarms', label: 'console.coffee.alarm.many', icon: <AlarmIcon />, permission, pinned: true },
    { to: '/coffee/machines', label: 'console.coffee.machine.many', icon: <CoffeeIcon />, permission },
    { to: '/coffee/bins', label: 'console.coffee.bins.many', icon: <BinIcon />, permission },
    { to: '/coffee/map', label: 'console.coffee.map.title', icon: <MapIcon />, permission },
    { to: '/coffee/round', label: 'console.coffee.round.title', icon: <RoundIcon />, permission, pinned: true },
    { to: '/coffee/batches', label: 'console.coffee.batch.many', icon: <BatchIcon />, permission },
    { to: '/coffee/orders', label: 'console.coffee.order.many', icon: <OrderIcon />, permission },
    { to: '/coffee/materials', label: 'console.coffee.material.many', icon: <CategoryIcon />, permission },
    { to: '/coffee/recipes', label: 'console.coffee.recipe.many', icon: <RecipeIcon />, permission },
    { to: '/coffee/packages', label: 'console.coffee.package.many', icon: <PackageIcon />, permission },
    { to: '/coffee/rollouts', label: 'console.coffee.rollout.many', icon: <RolloutIcon />, permission },
    { to: '/coffee/merchants', label: 'console.coffee.merchant.many', icon: <MerchantIcon />, permission },
    { to: '/coffee/locations', label: 'console.coffee.location.many', icon: <LocationIcon />, permission },
    { to: '/coffee/log', label: 'console.coffee.log.title', icon: <LogIcon />, permission: 'audit.read' },
  ],
  pages: [
    { path: '/coffee/dashboard', element: <Dashboard /> },
    { path: '/coffee/alarms', element: <AlarmList /> },
    { path: '/coffee/machines', element: <MachineList /> },
    { path: '/coffee/machines/import', element: <MachineImport /> },
    { path: '/coffee/machines/:id', element: <MachinePage /> },
    { path: '/coffee/bins', element: <BinList /> },
    { path: '/coffee/map', element: <MapPage /> },
    { path: '/coffee/log', element: <LogPage /> },
    { path: '/coffee/round', element: <RoundPage /> },
    { path: '/coffee/batches', element: <BatchList /> },
    { path: '/coffee/orders', element: <OrderList /> },
    { path: '/coffee/orders/:id', element: <OrderPage /> },
    { path: '/coffee/materials', element: <MaterialList /> },
    { path: '/coffee/materials/import', element: <MaterialImport /> },
    { path: '/coffee/recipes', element: <RecipeList /> },
    { path: '/coffee/recipes/:id', element: <RecipePage /> },
    { path: '/coffee/packages', element: <PackageList /> },
    { path: '/coffee/rollouts', element: <RolloutList /> },
    { path: '/coffee/rollouts/:id', element: <RolloutPage /> },
    { path: '/coffee/merchants', element: <MerchantList /> },
    { path: '/coffee/locations', element: <LocationList /> },
  ],
  help: {
    '/coffee': 'coffee-operator',
    '/coffee/machines/import': 'lists#coffee-machines',
    '/coffee/materials/import': 'lists#materials-of-coffee-machines',
    '/coffee/alarms': 'coffee-operator#alarms',
    '/coffee/machines': 'coffee-operator#each-day',
    '/coffee/bins': 'coffee-technician#go-your-round',
    '/coffee/round': 'coffee-technician#go-your-round',
    '/coffee/batches': 'coffee-operator#tell-machines-what-to-do',
    '/coffee/orders': 'coffee-operator#each-day',
    '/coffee/recipes': 'coffee-operator#new-recipes',
    '/coffee/packages': 'coffee-operator#new-recipes',
    '/coffee/rollouts': 'coffee-operator#new-recipes',
    '/coffee/materials': 'coffee-operator#begin',
    '/coffee/merchants': 'coffee-operator#begin',
    '/coffee/locations': 'coffee-operator#begin',
  },
};

export default part;

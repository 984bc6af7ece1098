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
import { type ConsolePart, page } from '../../../kernel/ui/index.ts';

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
    page('/coffee/dashboard', () => import('../dashboard/console/Dashboard.tsx')),
    page('/coffee/alarms', () => import('../alarms/console/AlarmList.tsx')),
    page('/coffee/machines', () => import('./MachineList.tsx')),
    page('/coffee/machines/import', () => import('../machines/console/MachineImport.tsx')),
    page('/coffee/machines/:id', () => import('./MachinePage.tsx')),
    page('/coffee/bins', () => import('../machines/console/BinList.tsx')),
    page('/coffee/map', () => import('../map/console/MapPage.tsx')),
    page('/coffee/log', () => import('../log/console/LogPage.tsx')),
    page('/coffee/round', () => import('../stock/console/RoundPage.tsx')),
    page('/coffee/batches', () => import('../batches/console/BatchList.tsx')),
    page('/coffee/orders', () => import('../orders/console/OrderList.tsx')),
    page('/coffee/orders/:id', () => import('../orders/console/OrderPage.tsx')),
    page('/coffee/materials', () => import('../materials/console/MaterialList.tsx')),
    page('/coffee/materials/import', () => import('../materials/console/MaterialImport.tsx')),
    page('/coffee/recipes', () => import('../recipes/console/RecipeList.tsx')),
    page('/coffee/recipes/:id', () => import('../recipes/console/RecipePage.tsx')),
    page('/coffee/packages', () => import('../packages/console/PackageList.tsx')),
    page('/coffee/rollouts', () => import('../rollouts/console/RolloutList.tsx')),
    page('/coffee/rollouts/:id', () => import('../rollouts/console/RolloutPage.tsx')),
    page('/coffee/merchants', () => import('../merchants/console/MerchantList.tsx')),
    page('/coffee/locations', () => import('../locations/console/LocationList.tsx')),
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

import DevicesIcon from '@mui/icons-material/DevicesOtherOutlined';
import { lazy } from 'react';
import type { ConsolePart } from '../../ui/index.ts';

const DeviceList = lazy(() => import('./DeviceList.tsx'));

/** The page of devices of all modules. */
const part: ConsolePart = {
  label: 'console.devices.part',
  menu: [{ to: '/devices', label: 'console.devices.title', icon: <DevicesIcon />, permission: 'device.read' }],
  pages: [{ path: '/devices', element: <DeviceList /> }],
  help: { '/devices': 'owner#phones-and-machines' },
};

export default part;

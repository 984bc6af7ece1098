import WebhookIcon from '@mui/icons-material/WebhookOutlined';
import { lazy } from 'react';
import type { ConsolePart } from '../../ui/index.ts';

const WebhooksPage = lazy(() => import('./WebhooksPage.tsx'));

/** Addresses that get the organization's events. It belongs to no module: events come from all of them. */
const part: ConsolePart = {
  label: 'console.webhooks.part',
  menu: [{ to: '/webhooks', label: 'console.webhooks.title', icon: <WebhookIcon />, permission: 'webhooks.read' }],
  pages: [{ path: '/webhooks', element: <WebhooksPage /> }],
  help: { '/webhooks': 'webhooks' },
};

export default part;

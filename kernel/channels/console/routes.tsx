import InboxIcon from '@mui/icons-material/QuestionAnswerOutlined';
import ChannelsIcon from '@mui/icons-material/SettingsInputAntennaOutlined';
import { lazy } from 'react';
import type { ConsolePart } from '../../ui/index.ts';
import { UnreadBadge } from './UnreadBadge.tsx';

const Inbox = lazy(() => import('./inbox/Inbox.tsx'));
const Channels = lazy(() => import('./Channels.tsx'));

/** The screens of the chats. They belong to no module: every organization gets messages. */
const part: ConsolePart = {
  label: 'console.inbox.conversations',
  menu: [
    {
      to: '/inbox',
      label: 'console.inbox.title',
      icon: <InboxIcon />,
      permission: 'channels.read',
      pinned: true,
      badge: UnreadBadge,
    },
    { to: '/channels', label: 'console.inbox.channels.title', icon: <ChannelsIcon />, permission: 'channels.read' },
  ],
  pages: [
    { path: '/inbox', element: <Inbox /> },
    { path: '/inbox/:id', element: <Inbox /> },
    { path: '/channels', element: <Channels /> },
  ],
  help: {
    '/inbox': 'raffle-organizer#answer-a-buyer',
    '/channels': 'owner#chats',
  },
};

export default part;

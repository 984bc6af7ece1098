import RolesIcon from '@mui/icons-material/BadgeOutlined';
import BusinessIcon from '@mui/icons-material/BusinessOutlined';
import DocumentIcon from '@mui/icons-material/DescriptionOutlined';
import KeyIcon from '@mui/icons-material/KeyOutlined';
import MailIcon from '@mui/icons-material/MailOutlined';
import HistoryIcon from '@mui/icons-material/ManageSearchOutlined';
import TaskIcon from '@mui/icons-material/PendingActionsOutlined';
import PeopleIcon from '@mui/icons-material/PeopleOutlined';
import ReportIcon from '@mui/icons-material/ReportGmailerrorredOutlined';
import SettingsIcon from '@mui/icons-material/TuneOutlined';
import { lazy } from 'react';
import type { ConsolePart } from '../../../kernel/ui/index.ts';

const Messages = lazy(() => import('./Messages.tsx'));
const MessagePage = lazy(() => import('./MessagePage.tsx'));
const Documents = lazy(() => import('./Documents.tsx'));
const Tasks = lazy(() => import('./Tasks.tsx'));
const Jobs = lazy(() => import('./Jobs.tsx'));
const Audit = lazy(() => import('./Audit.tsx'));
const Members = lazy(() => import('./Members.tsx'));
const StaffRoles = lazy(() => import('./StaffRoles.tsx'));
const StaffRolePage = lazy(() => import('./StaffRolePage.tsx'));
const ApiKeys = lazy(() => import('./ApiKeys.tsx'));
const Settings = lazy(() => import('./Settings.tsx'));
const SettingsPage = lazy(() => import('./SettingsPage.tsx'));
const Texts = lazy(() => import('./Texts.tsx'));
const Start = lazy(() => import('../start/Start.tsx'));
const Organization = lazy(() => import('./Organization.tsx'));
const AllOrganizations = lazy(() => import('../organizations/AllOrganizations.tsx'));
const NewOrganization = lazy(() => import('../organizations/NewOrganization.tsx'));
const Account = lazy(() => import('./account/Account.tsx'));

/** The back office that every organization has, whatever modules it uses. */
export const office: ConsolePart = {
  label: 'console.nav.office',
  menu: [
    { to: '/office/messages', label: 'console.messages.title', icon: <MailIcon />, permission: 'messages.read' },
    {
      to: '/office/documents',
      label: 'console.documents.title',
      icon: <DocumentIcon />,
      permission: 'documents.read',
    },
    { to: '/office/tasks', label: 'console.tasks.title', icon: <TaskIcon />, permission: 'tasks.read' },
    { to: '/office/audit', label: 'console.audit.title', icon: <HistoryIcon />, permission: 'audit.read' },
    { to: '/office/jobs', label: 'console.jobs.title', icon: <ReportIcon />, permission: 'jobs.read' },
    { to: '/office/members', label: 'console.members.title', icon: <PeopleIcon />, permission: 'member.read' },
    { to: '/office/roles', label: 'console.staff_roles.title', icon: <RolesIcon />, permission: 'member.write' },
    { to: '/office/api-keys', label: 'console.api_keys.title', icon: <KeyIcon />, permission: 'api_key.write' },
    {
      to: '/office/settings',
      label: 'console.settings_page.title',
      icon: <SettingsIcon />,
      permission: 'settings.read',
    },
    {
      to: '/office/organization',
      label: 'console.organization.title',
      icon: <BusinessIcon />,
      permission: 'organization.write',
    },
  ],
  pages: [
    { path: '/start', element: <Start /> },
    { path: '/office/messages', element: <Messages /> },
    { path: '/office/messages/:id', element: <MessagePage /> },
    { path: '/office/documents', element: <Documents /> },
    { path: '/office/tasks', element: <Tasks /> },
    { path: '/office/jobs', element: <Jobs /> },
    { path: '/office/audit', element: <Audit /> },
    { path: '/office/members', element: <Members /> },
    { path: '/office/roles', element: <StaffRoles /> },
    { path: '/office/roles/:key', element: <StaffRolePage /> },
    { path: '/office/api-keys', element: <ApiKeys /> },
    { path: '/office/settings', element: <Settings /> },
    { path: '/office/settings/:module', element: <SettingsPage /> },
    { path: '/office/texts', element: <Texts /> },
    { path: '/office/organization', element: <Organization /> },
    { path: '/organizations', element: <AllOrganizations /> },
    { path: '/organizations/new', element: <NewOrganization /> },
    { path: '/account', element: <Account /> },
  ],
  help: {
    '/start': 'owner#the-start-page',
    '/account': 'owner#your-own-account',
    '/office/messages': 'owner#mail',
    '/office/documents': 'owner#what-happened',
    '/office/tasks': 'owner#what-happened',
    '/office/jobs': 'owner#what-happened',
    '/office/audit': 'owner#what-happened',
    '/office/members': 'owner#people-and-roles',
    '/office/roles': 'owner#people-and-roles',
    '/office/api-keys': 'owner#a-program-of-yours',
    '/office/settings': 'owner#settings',
    '/office/texts': 'owner#what-customers-read',
    '/office/organization': 'owner',
    '/organizations': 'owner#a-second-business',
  },
};

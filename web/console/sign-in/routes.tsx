import type { ConsolePage } from '../../../kernel/ui/index.ts';
import { AcceptInvitationPage } from './AcceptInvitationPage.tsx';
import { ForgotPasswordPage } from './ForgotPasswordPage.tsx';
import { ResetPasswordPage } from './ResetPasswordPage.tsx';

/**
 * The pages for people who aren't signed in, beside /login, which is react-admin's own. They are small and come first,
 * so they are not split off.
 */
export const publicPages: ConsolePage[] = [
  { path: '/forgot-password', element: <ForgotPasswordPage /> },
  { path: '/reset-password', element: <ResetPasswordPage /> },
  { path: '/accept-invitation', element: <AcceptInvitationPage /> },
];

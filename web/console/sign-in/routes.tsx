import type { ConsolePage } from '../../../kernel/ui/index.ts';
import { AcceptInvitationPage } from './AcceptInvitationPage.tsx';
import { ForgotPasswordPage } from './ForgotPasswordPage.tsx';
import { ResetPasswordPage } from './ResetPasswordPage.tsx';
import { SignInPage } from './SignInPage.tsx';

/** The pages of a person who isn't signed in. They are small and first, so they are not split off. */
export const publicPages: ConsolePage[] = [
  { path: '/sign-in', element: <SignInPage /> },
  { path: '/forgot-password', element: <ForgotPasswordPage /> },
  { path: '/reset-password', element: <ResetPasswordPage /> },
  { path: '/accept-invitation', element: <AcceptInvitationPage /> },
];

/** Components of this package that the screens of others show. */
export { ApprovalDialog } from './ApprovalDialog.tsx';
export { PinPanel } from './PinPanel.tsx';
export { TillState } from './TillState.tsx';
export { useApproval } from './useApproval.tsx';
export { useOpenTill } from './useTill.ts';

/** Public API of the shared console components (React, MUI). Light pages import `kernel/ui/light/index.ts`. */

export { AddButton, ImportButton } from './buttons.tsx';
export { Code, CopyButton } from './Code.tsx';
export { Columns } from './Columns.tsx';
export { Chart } from './chart/Chart.tsx';
export type { Column } from './column.ts';
export { DocumentLine, type DocumentRow, PdfButton } from './DocumentLine.tsx';
export { DropZone } from './DropZone.tsx';
export { instantOf } from './days.ts';
export { ConfirmDialog } from './dialogs.tsx';
export { ExportButton } from './downloads.tsx';
export { FaultTable } from './FaultTable.tsx';
export { Figures } from './Figures.tsx';
export { FileButton } from './FileButton.tsx';
export { byChoice, type Filter } from './FilterBar.tsx';
export { FormDialog } from './FormDialog.tsx';
export { FormPanel } from './FormPanel.tsx';
export { SelectField, SwitchField } from './fields.tsx';
export { useFormat } from './format.ts';
export { type AuditEntry, Changes, History } from './History.tsx';
export { HIDDEN } from './hidden.ts';
export { ImportPage } from './ImportPage.tsx';
export { KeepAsTyped } from './KeepAsTyped.tsx';
export { Key, KeysNote } from './Key.tsx';
export { LinkDialog } from './LinkDialog.tsx';
export { Loaded } from './Loaded.tsx';
export { LoadingBar } from './LoadingBar.tsx';
export {
  ApiError,
  api,
  type Camelized,
  currentOrganization,
  fileUrl,
  isSignedOut,
  onSignedOut,
  type Reply,
  request,
  setApiLanguage,
  setCurrentOrganization,
  snakeKeys,
  type Versioned,
} from './light/api.ts';
export { Attempt, EarlierSaved, isUnknown } from './light/attempt.ts';
export { type Choice, countries, currencies, timeZones } from './light/choices.ts';
export { languageName, rememberLanguage, startLanguage } from './light/language.ts';
export { offerNewVersions } from './light/newVersion.ts';
export { addPasskey, passkeysWork } from './light/passkeys.ts';
export { type Translate, translator } from './light/translate.ts';
export type { AllThatMatch, ResourceListProps } from './list-props.ts';
export { listQuery } from './listQuery.ts';
export { useLive } from './live.ts';
export { HeldReason, MessageLine, type MessageRow, MessageState } from './MessageLine.tsx';
export { MoreButton } from './MoreButton.tsx';
export { MoreMenu } from './MoreMenu.tsx';
export { EmptyNote, ErrorNote } from './Notes.tsx';
export { OnceDialog } from './OnceDialog.tsx';
export { OnlyHere } from './OnlyHere.tsx';
export { keepValue, keptOr, keptValue, useKeptPage, useOffline } from './offline/index.ts';
export { Page } from './Page.tsx';
export { Fact, Panel } from './Panel.tsx';
export { PictureField } from './PictureField.tsx';
export { fetchPageAt } from './paging.ts';
export type * from './part.ts';
export { page } from './part.ts';
export { ResourceList } from './ResourceList.tsx';
export { RowCard } from './RowCard.tsx';
export { SearchField } from './SearchField.tsx';
export { ShareBar } from './ShareBar.tsx';
export { ShareList } from './ShareList.tsx';
export { StateChip, type Tone } from './StateChip.tsx';
export { CameraDialog, ScannerCheck, useWedge } from './scan/index.ts';
export { forgetSession, loadSession, SessionProvider, useCan, useSession } from './session.tsx';
export { type Task, TaskBar, TaskState } from './Task.tsx';
export { Tile } from './Tile.tsx';
export { LeaveGuard, useLeave, useUnsaved } from './unsaved.tsx';
export {
  again,
  forget,
  isSending,
  onSent,
  submit,
  type Unsent,
  UnsentBar,
  UnsentNote,
  useUnsent,
  useUnsentSender,
} from './unsent/index.ts';
export { useAction } from './useAction.tsx';
export { AddressDay, useAddress } from './useAddress.tsx';
export { useConfirm } from './useConfirm.tsx';
export { useDone } from './useDone.ts';
export { useForm } from './useForm.ts';
export { useGet } from './useGet.ts';
export { useLabels } from './useLabels.ts';
export { usePages } from './usePages.ts';
export { useRecordForm } from './useRecordForm.ts';
export { useSave } from './useSave.tsx';
export { Caption, dotted, Muted, Strong } from './words.tsx';

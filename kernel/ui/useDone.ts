import { useNotify, useRefresh } from 'react-admin';

/** What follows a success: `done('console.saved')` says so, reads again what the page shows, and closes the dialog. */
export function useDone(close: () => void): (notice: string, messageArgs?: object) => void {
  const notify = useNotify();
  const refresh = useRefresh();
  return (notice, messageArgs) => {
    notify(notice, { type: 'success', messageArgs });
    refresh();
    close();
  };
}

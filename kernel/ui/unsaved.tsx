import { Button, Dialog, DialogActions, DialogContent, DialogContentText, DialogTitle } from '@mui/material';
import { type RefObject, useEffect, useRef, useState } from 'react';
import { useTranslate } from 'react-admin';
import { useBlocker } from 'react-router-dom';

/** Whether a form on the page has unsaved input now. */
type Unsaved = RefObject<() => boolean>;
const forms = new Set<Unsaved>();
const anyUnsaved = () => [...forms].some((form) => form.current());

/** Marks a form as edited while `unsaved` returns true; leaving the page then asks first. */
export function useUnsaved(unsaved: () => boolean): void {
  const own = useRef(unsaved);
  own.current = unsaved;
  useEffect(() => {
    forms.add(own);
    return () => void forms.delete(own);
  }, []);
}

let asker: (() => Promise<boolean>) | undefined;

/** For a form in a dialog: marks it as edited, and asks before the dialog closes. */
export function useLeave(unsaved: () => boolean): (close: () => void) => () => void {
  useUnsaved(unsaved);
  return (close) => () => {
    if (!unsaved() || !asker) return close();
    void asker().then((leave) => leave && close());
  };
}

type Question = { answer: (leave: boolean) => void };

/**
 * Asks before edited forms are left: by a link, by the browser's buttons, by closing the tab. Used once, in the
 * console's frame.
 */
export function LeaveGuard() {
  const translate = useTranslate();
  const [question, setQuestion] = useState<Question | null>(null);
  const [open, setOpen] = useState(false);
  // A change of the address below the page (a tab, a filter, the customer at the desk) leaves no form. A person whose
  // session ended must go.
  const blocker = useBlocker(
    ({ currentLocation, nextLocation }) =>
      currentLocation.pathname !== nextLocation.pathname && nextLocation.pathname !== '/login' && anyUnsaved(),
  );
  const asked: Question | null =
    blocker.state === 'blocked' ? { answer: (go) => (go ? blocker.proceed() : blocker.reset()) } : null;
  useEffect(() => {
    asker = () =>
      new Promise((resolve) => {
        setQuestion({ answer: resolve });
        setOpen(true);
      });
    const unload = (event: BeforeUnloadEvent) => {
      if (anyUnsaved()) event.preventDefault();
    };
    window.addEventListener('beforeunload', unload);
    return () => {
      asker = undefined;
      window.removeEventListener('beforeunload', unload);
    };
  }, []);
  const answer = (leave: boolean) => {
    setOpen(false);
    (asked ?? question)?.answer(leave);
    setQuestion(null);
  };
  return (
    <Dialog open={asked !== null || open} onClose={() => answer(false)} maxWidth="xs">
      <DialogTitle>{translate('console.leave.title')}</DialogTitle>
      <DialogContent>
        <DialogContentText>{translate('console.leave.text')}</DialogContentText>
      </DialogContent>
      <DialogActions>
        <Button color="inherit" onClick={() => answer(true)}>
          {translate('console.leave.leave')}
        </Button>
        {/* Enter must not discard input. */}
        <Button variant="contained" autoFocus onClick={() => answer(false)}>
          {translate('console.leave.stay')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}

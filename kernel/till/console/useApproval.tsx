import { type ReactNode, useRef, useState } from 'react';
import { ApiError } from '../../ui/index.ts';
import { ApprovalDialog } from './ApprovalDialog.tsx';
import type { About } from './types.ts';

type Waiting = { about: About; text: string; resolve: (approvalId: string | null) => void };

/**
 * For requests that a supervisor may have to approve. `approved(about, send)` sends; when the server wants an approval,
 * a dialog asks for it, and the request is sent again with it. Leaving the dialog gives the server's refusal.
 */
export function useApproval(): {
  approved: <T>(about: About, send: (approvalId: string | undefined) => Promise<T>) => Promise<T>;
  dialog: ReactNode;
} {
  const [waiting, setWaiting] = useState<Waiting | null>(null);
  const asked = useRef(setWaiting);
  const approved = async <T,>(about: About, send: (approvalId: string | undefined) => Promise<T>): Promise<T> => {
    try {
      return await send(undefined);
    } catch (refusal) {
      if (!(refusal instanceof ApiError) || refusal.code !== 'till.approval_needed') throw refusal;
      const approvalId = await new Promise<string | null>((resolve) =>
        asked.current({ about, text: refusal.message, resolve }),
      );
      if (approvalId === null) throw refusal;
      return send(approvalId);
    }
  };
  const done = (approvalId: string | null) => {
    waiting?.resolve(approvalId);
    setWaiting(null);
  };
  const dialog = waiting && <ApprovalDialog about={waiting.about} text={waiting.text} onDone={done} />;
  return { approved, dialog };
}

import { Button, Dialog, DialogContent, DialogTitle, Stack } from '@mui/material';
import { useEffect, useRef, useState } from 'react';
import { useTranslate } from 'react-admin';
import { Attempt, api, useAction, useFormat } from '../../../../kernel/ui/index.ts';
import { CodePanel } from './CodePanel.tsx';
import { Large, PayStep } from './PayStep.tsx';
import type { Added, Bill, BillLink } from './types.ts';
import type { Paid } from './usePayStep.ts';

type Props = {
  bill: Bill | null;
  onClose: () => void;
  /** Something was paid, or may have been; with the bill as it stands now. */
  onDone: (bill: Bill) => void;
};
type Result = { change: string; waits: boolean };

/** Takes the money of a bill that is open. */
export function PayDialog({ bill, onClose, onDone }: Props) {
  const translate = useTranslate();
  const format = useFormat();
  const { busy, run } = useAction();
  const attempt = useRef(new Attempt());
  const [link, setLink] = useState<BillLink | null>(null);
  const [result, setResult] = useState<Result | null>(null);
  const id = bill?.id;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another bill begins anew
  useEffect(() => {
    setLink(null);
    setResult(null);
    attempt.current = new Attempt();
  }, [id]);
  const close = () => {
    onClose();
    if (id && (link || result)) void api.get<Bill>(`/exhibition/bills/${id}`).then(onDone, () => undefined);
  };
  const paid = ({ pay, part }: Paid) =>
    run(async () => {
      const { taken } = await attempt.current.send((idempotencyKey) =>
        api.post<Added>(`/exhibition/bills/${id}/payments`, { pay, ...(part && { part }) }, { idempotencyKey }),
      );
      setResult({
        change: taken && taken.changeMinor > 0 ? taken.change : '',
        waits: taken?.payments.some(({ state }) => state !== 'verified') ?? false,
      });
    });
  const code = () =>
    run(async () =>
      setLink(await api.post<BillLink>(`/exhibition/bills/${id}/link`, {}, { idempotencyKey: crypto.randomUUID() })),
    );
  return (
    <Dialog open={bill !== null} onClose={close} maxWidth="xs" fullWidth>
      {bill && (
        <>
          <DialogTitle>
            {translate('console.exhibition.pay.bill', {
              name: bill.customer?.name ?? translate('console.exhibition.bill.walk_in'),
              code: bill.code,
            })}
          </DialogTitle>
          <DialogContent>
            {result ? (
              <Stack sx={{ gap: 2 }}>
                {result.change ? (
                  <Large
                    label={translate('console.exhibition.pay.change')}
                    amount={format.money(result.change, bill.currency)}
                    tone="success.main"
                  />
                ) : (
                  translate(`console.exhibition.pay.${result.waits ? 'waits' : 'arrived'}`)
                )}
                <Button variant="contained" size="large" autoFocus onClick={close}>
                  {translate('console.exhibition.pay.next')}
                </Button>
              </Stack>
            ) : link ? (
              <CodePanel billId={bill.id} link={link} onDone={close} />
            ) : (
              <PayStep
                dueMinor={bill.dueMinor}
                customerId={bill.customer?.id ?? null}
                currency={bill.currency}
                busy={busy}
                onPaid={(answer) => void paid(answer)}
                onCode={() => void code()}
                onBack={close}
              />
            )}
          </DialogContent>
        </>
      )}
    </Dialog>
  );
}

import { useTranslate } from 'react-admin';
import { StateChip } from '../../../../../kernel/ui/index.ts';

/** The door's verdict as text. */
export function VerdictChip({ allowed, reason }: { allowed: boolean; reason: string | null }) {
  const translate = useTranslate();
  return (
    <StateChip
      tone={allowed ? 'good' : 'bad'}
      label={translate(allowed ? 'console.mess.scan.allowed' : `console.mess.reason.${reason}`)}
    />
  );
}

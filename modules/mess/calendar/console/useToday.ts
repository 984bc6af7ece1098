import { useSession } from '../../../../kernel/ui/index.ts';
import { wallTime } from '../days.rule.ts';

/** Today in the organization's time zone, wherever the browser is. */
export function useToday(): string {
  const { organization } = useSession();
  return wallTime(organization.timeZone, new Date()).day;
}

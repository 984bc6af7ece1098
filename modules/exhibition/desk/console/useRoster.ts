import { useQuery } from '@tanstack/react-query';
import { extractToken, parseToken } from '../../../../kernel/credentials/contract.ts';
import { parseAmount } from '../../../../kernel/lib/money.ts';
import { api, type Camelized, keptOr, useCan, useSession } from '../../../../kernel/ui/index.ts';
import type { Customer } from '../../customers/console/types.ts';
import type { Exhibition } from '../../exhibitions/console/types.ts';
import type { Roster as Answer } from '../contract.ts';

export type Roster = Camelized<Answer>;
const REFRESH_MS = 10 * 60_000;

/** Who is registered, and what a receipt says, as it was when there was a network. */
export function useRoster(exhibitionId: string): Roster | undefined {
  const { organization } = useSession();
  const may = useCan()('exhibition.bill.add');
  return useQuery({
    queryKey: ['desk', 'roster', organization.id, exhibitionId],
    queryFn: () =>
      keptOr(`roster.${exhibitionId}`, () =>
        api.get<Roster>('/exhibition/desk/roster', { exhibition_id: exhibitionId }),
      ),
    enabled: may && exhibitionId !== '',
    networkMode: 'always',
    staleTime: REFRESH_MS,
    refetchInterval: REFRESH_MS,
    gcTime: Number.POSITIVE_INFINITY,
  }).data;
}

/** The customer of a scanned or typed text: an ID, or a QR code, which names them; only the server checks its signature. */
export function lookUp(roster: Roster, exhibition: Exhibition, text: string): Customer | null {
  const code = text.replace(/[\s-]/g, '').toUpperCase();
  const token = extractToken(text.trim());
  const shown = token ? parseToken(token) : null;
  const id = shown?.subjectId ?? text.trim().toLowerCase();
  const found = roster.customers.find((one) => one.code === code || one.id === id);
  // A code that was revoked or renewed opens nobody.
  if (shown && found?.version !== shown.version) return null;
  return found ? asCustomer(found, exhibition) : null;
}

/** Those whose name or number has what was typed. */
export function search(roster: Roster, exhibition: Exhibition, text: string, limit: number): Customer[] {
  const wanted = fold(text.trim());
  const digits = text.replace(/\D/g, '').replace(/^0+/, '');
  return roster.customers
    .filter(
      ({ name, phone, code }) =>
        fold(name).includes(wanted) ||
        code.startsWith(text.trim().toUpperCase()) ||
        (digits.length >= 4 && phone.includes(digits)),
    )
    .slice(0, limit)
    .map((one) => asCustomer(one, exhibition));
}

const fold = (text: string) => text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();

function asCustomer(one: Roster['customers'][number], { id, name, currency }: Exhibition): Customer {
  const minor = (text: string) => {
    const read = parseAmount(text, currency);
    return read.ok ? read.data : 0;
  };
  return {
    ...one,
    email: '',
    taxNumber: '',
    address: '',
    answers: [],
    exhibitionId: id,
    exhibitionName: name,
    currency,
    billCount: 0,
    totalMinor: minor(one.total),
    dueMinor: minor(one.due),
    emailState: null,
    createdAt: '',
    updatedAt: '',
  };
}

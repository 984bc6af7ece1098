import { useQuery } from '@tanstack/react-query';
import { useTranslate } from 'react-admin';
import { api, useSession } from '../../../kernel/ui/index.ts';

export type StaffRole = {
  key: string;
  name: string;
  permissions: string[];
  pages: string[];
  role: string;
  usual: boolean;
  changed: boolean;
  holders: number;
};
export type WithRole = { role: string; staffRole: string | null };

const TRADE = 'trade:';

/** The roles to choose from, as a select's values: the four, and those by trade. */
export function useRoles(four: readonly string[]) {
  const translate = useTranslate();
  const { organization } = useSession();
  const { data: trades = [] } = useQuery({
    queryKey: ['staff-roles', organization.id],
    queryFn: () => api.get<StaffRole[]>('/staff-roles', { limit: 200 }),
  });
  const text = (role: string) => translate(`console.role_text.${role}`);
  const choices = [
    ...trades.map(({ key, name, permissions }) => ({
      id: `${TRADE}${key}`,
      name,
      text: translate('console.staff_roles.so_many', { smart_count: permissions.length }),
    })),
    ...four.map((role) => ({ id: role, name: translate(`console.role.${role}`), text: text(role) })),
  ];
  return {
    trades,
    choices,
    /** What the API gets for a select's value. */
    inputOf: (value: string) =>
      value.startsWith(TRADE) ? { staffRole: value.slice(TRADE.length) } : { role: value, staffRole: null },
    valueOf: ({ role, staffRole }: WithRole) => (staffRole ? `${TRADE}${staffRole}` : role),
    nameOf: ({ role, staffRole }: WithRole) =>
      staffRole ? (trades.find(({ key }) => key === staffRole)?.name ?? staffRole) : translate(`console.role.${role}`),
  };
}

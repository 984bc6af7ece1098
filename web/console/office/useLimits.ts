import { useQuery } from '@tanstack/react-query';
import { useTranslate } from 'react-admin';
import { api, useCan, useSession } from '../../../kernel/ui/index.ts';

export type Limit = { kind: string; id: string };
export type NamedLimit = Limit & { name: string | null };
/** A choice of a select field: `id` is empty for the whole organization. */
type Choice = { id: string; name: string };

export const limitText = (limit: Limit | null): string => (limit ? `${limit.kind} ${limit.id}` : '');
export function limitOf(text: string): Limit | null {
  const [kind = '', id = ''] = text.split(' ');
  return id ? { kind, id } : null;
}

/**
 * The parts of the organization to which members can be limited, such as merchants; none without a module that has
 * some. `nameOf` says a member's limit in words.
 */
export function useLimits() {
  const translate = useTranslate();
  const can = useCan();
  const { organization } = useSession();
  const query = useQuery({
    queryKey: ['limits', organization.id],
    queryFn: () => api.get<{ kind: string; parts: { id: string; name: string }[] }[]>('/limits'),
    enabled: can('member.write'),
  });
  const said = (kind: string, name: string) => `${translate(`console.limits.${kind}`)}: ${name}`;
  const parts = (query.data ?? []).flatMap(({ kind, parts }) =>
    parts.map(({ id, name }): Choice => ({ id: limitText({ kind, id }), name: said(kind, name) })),
  );
  const whole = { id: '', name: translate('console.members.limit_none') };
  return {
    choices: parts.length === 0 ? [] : [whole, ...parts],
    nameOf: (limit: NamedLimit | null) =>
      limit === null ? whole.name : said(limit.kind, limit.name ?? translate('console.members.limit_gone')),
  };
}

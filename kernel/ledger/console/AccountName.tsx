import { useTranslate } from 'react-admin';
import { useGet } from '../../ui/index.ts';
import type { Account } from './types.ts';

/** All accounts with their balances. */
export function useAccounts() {
  return useGet<Account[]>('/ledger/accounts');
}

/**
 * The title of `assets:bank` and our other accounts; a drawer has its own name, and a module's own account keeps its
 * code, under the title of its kind.
 */
export function useAccountName(): (code: string) => string {
  const translate = useTranslate();
  const { data: accounts = [] } = useAccounts();
  return (code) => {
    const [kind = '', ...rest] = code.split(':');
    const known = translate(`console.ledger.account.${code.replaceAll(':', '_')}`, { _: code });
    if (known !== code) return known;
    const name = accounts.find((account) => account.code === code)?.name ?? rest.slice(1).join(':');
    if (code.startsWith('assets:cash:')) return translate('console.ledger.drawer', { name });
    const module = translate(`console.module.${rest[0]}`, { _: rest.join(':') });
    return `${translate(`console.ledger.group.${kind}`, { _: kind })}: ${module}`;
  };
}

export function AccountName({ code }: { code: string }) {
  return <span title={code}>{useAccountName()(code)}</span>;
}

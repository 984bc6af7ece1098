import { useTranslate } from 'react-admin';

/**
 * The title of `assets:bank` and our other accounts; a module's own account keeps its code, under the title of its
 * kind.
 */
export function useAccountName(): (code: string) => string {
  const translate = useTranslate();
  return (code) => {
    const [kind = '', ...rest] = code.split(':');
    const known = translate(`console.ledger.account.${code.replaceAll(':', '_')}`, { _: code });
    if (known !== code) return known;
    if (code.startsWith('assets:cash:')) return translate('console.ledger.drawer', { name: rest.slice(1).join(':') });
    const module = translate(`console.module.${rest[0]}`, { _: rest.join(':') });
    return `${translate(`console.ledger.group.${kind}`, { _: kind })}: ${module}`;
  };
}

export function AccountName({ code }: { code: string }) {
  return <span title={code}>{useAccountName()(code)}</span>;
}

import { useTranslate } from 'react-admin';
import { ExportButton, Page } from '../../../../kernel/ui/index.ts';
import { useMerchants } from '../../merchants/console/useMerchants.ts';
import { EXCEPTIONS, PAYMENT_STATES } from '../contract.ts';
import { OrderRows } from './OrderRows.tsx';

/** All orders; the filters are in the address, and in the downloads. */
export default function OrderList() {
  const translate = useTranslate();
  const merchants = useMerchants();
  const label = (name: string) => translate(`console.coffee.order.${name}`);
  return (
    <Page title={label('many')} actions={<ExportButton path="/coffee/orders/export" />}>
      <OrderRows
        filters={[
          { kind: 'day', source: 'from', label: translate('console.list.from') },
          { kind: 'day', source: 'to', label: translate('console.list.to') },
          {
            kind: 'choice',
            source: 'exception',
            label: label('exception'),
            choices: ['open', 'settled', ...EXCEPTIONS].map((id) => ({ id, name: label(`exceptions.${id}`) })),
          },
          {
            kind: 'choice',
            source: 'paymentState',
            label: label('state'),
            choices: PAYMENT_STATES.map((id) => ({ id, name: label(`payment.${id}`) })),
          },
          {
            kind: 'choice',
            source: 'merchantId',
            label: label('merchant'),
            choices: merchants.map(({ id, name }) => ({ id, name })),
          },
        ]}
      />
    </Page>
  );
}

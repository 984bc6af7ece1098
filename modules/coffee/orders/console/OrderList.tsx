import { useTranslate } from 'react-admin';
import { byChoice, ExportButton, Page, useLabels } from '../../../../kernel/ui/index.ts';
import { useMerchants } from '../../merchants/console/useMerchants.ts';
import { EXCEPTIONS, PAYMENT_STATES } from '../contract.ts';
import { OrderRows } from './OrderRows.tsx';

/** All orders; the filters are in the address, and in the downloads. */
export default function OrderList() {
  const translate = useTranslate();
  const merchants = useMerchants();
  const label = useLabels('console.coffee.order');
  return (
    <Page title={label('many')} actions={<ExportButton path="/coffee/orders/export" />}>
      <OrderRows
        filters={[
          { kind: 'day', source: 'from', label: translate('console.list.from') },
          { kind: 'day', source: 'to', label: translate('console.list.to') },
          byChoice('exception', label('exception'), ['open', 'settled', ...EXCEPTIONS], (id) =>
            label(`exceptions.${id}`),
          ),
          byChoice('paymentState', label('state'), PAYMENT_STATES, (id) => label(`payment.${id}`)),
          { kind: 'choice', source: 'merchantId', label: label('merchant'), choices: merchants },
        ]}
      />
    </Page>
  );
}

import { route } from '../../module/index.ts';
import { Printed, Printers, PrintInput } from './contract.ts';
import { listPrinters, printOn } from './print.ts';

export const printerRoutes = [
  route({
    method: 'GET',
    path: '/documents/printers',
    permission: 'documents.print',
    summary: 'The receipt printers of the network that a desk may choose from',
    reply: Printers,
    run: listPrinters,
  }),
  route({
    method: 'POST',
    path: '/documents/printers/print',
    permission: 'documents.print',
    operationId: 'printOnNetwork',
    // It writes nothing, and what is sent twice is printed twice.
    idempotent: false,
    // A sale a second is more than a queue brings.
    rateLimit: 60,
    summary: 'Print a slip on a receipt printer of the network',
    body: PrintInput,
    reply: Printed,
    run: (ctx, { body }) => printOn(ctx, body.printer, Buffer.from(body.data, 'base64')),
  }),
];

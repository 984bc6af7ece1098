import { Type } from 'typebox';
import { printerPolicy } from '../../outbound/index.ts';
import { defineSettings } from '../../settings/index.ts';
import { readPrinters } from './printers.rule.ts';

/** Which receipt printers of the network the server sends to. It connects to what stands here, so an owner decides. */
export const printerSettings = defineSettings({
  module: 'printers',
  schema: Type.Object({
    network: Type.String({ default: '', maxLength: 2000 }),
  }),
  guarded: ['network'],
  check({ network }, { config }) {
    const printers = readPrinters(network);
    if (!printers.ok) return { network: printers.code };
    if (printers.data.length === 0) return {};
    const policy = printerPolicy(config);
    if (!policy) return { network: 'documents.printers_off' };
    const outside = printers.data.some(({ host }) => !policy.allows(host));
    return outside ? { network: 'documents.printer_outside' } : {};
  },
});

import { brandOf } from '../branding/index.ts';
import type { StartStep } from '../module/index.ts';
import { getSettings } from '../settings/index.ts';
import { documentSettings } from './settings.ts';

export const issuerStep: StartStep = {
  id: 'documents.issuer',
  permission: 'settings.write',
  to: '/office/settings/documents',
  async look(ctx) {
    const { address, tax_number } = await getSettings(ctx, documentSettings);
    const done = address.trim() !== '';
    const { logo } = await brandOf(ctx);
    return { done, say: tax_number.trim() ? 'no_address' : 'todo', ...(!logo && { sayDone: 'no_logo' }) };
  },
};

import { type Ctx, orgOf } from '../ctx/index.ts';
import { getSettings } from '../settings/index.ts';
import { documentSettings } from './settings.ts';
import type { Snapshot } from './snapshot.ts';

/**
 * The organization as it stands on a document: its name, the lines of the caller, its address, its tax number. An Indian tax
 * invoice is invalid without address and GSTIN (CGST Rules, rule 46(a)).
 */
export async function issuer(ctx: Ctx, own: string[] = []): Promise<Snapshot['organization']> {
  const { address, tax_number } = await getSettings(ctx, documentSettings);
  const lines = [...own, ...address.split('\n'), tax_number].map((line) => line.trim()).filter((line) => line !== '');
  return { name: orgOf(ctx).name, lines: lines.map((line) => line.slice(0, 300)) };
}

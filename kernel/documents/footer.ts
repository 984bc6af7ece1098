import { type Ctx, orgOf } from '../ctx/index.ts';
import { findText, inLanguage } from '../i18n/index.ts';
import type { Series } from './contract.ts';

/** What the organization wrote for the foot of such documents in a language; '' as long as it wrote nothing. */
export const ownFooter = (ctx: Ctx, series: Series, language = orgOf(ctx).language): string =>
  findText(inLanguage(ctx, language), `documents.${series}.footer`) ?? '';

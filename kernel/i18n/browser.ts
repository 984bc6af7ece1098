/** The part of the i18n package that runs anywhere: texts, negotiation, formatting. */
export {
  formatDate,
  formatDateTime,
  formatMoney,
  formatNumber,
  formatTime,
  formattingOf,
  localeIn,
} from './format.ts';
export { negotiateLanguage, parseAcceptLanguage } from './negotiate.ts';
export { isForCustomers, READERS } from './readers.ts';
export {
  createTexts,
  DEFAULT_LANGUAGE,
  flatten,
  gatherTexts,
  isForStaff,
  type Texts,
  type TextTree,
} from './texts.ts';

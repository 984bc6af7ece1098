/** The part of the i18n package that runs anywhere: texts, negotiation, formatting. */
export * from './format.ts';
export { negotiateLanguage, parseAcceptLanguage, type Wishes } from './negotiate.ts';
export { isForCustomers, READERS } from './readers.ts';
export {
  createTexts,
  DEFAULT_LANGUAGE,
  flatten,
  gatherTexts,
  isForStaff,
  type Reader,
  type Resources,
  type Texts,
  type TextTree,
  type Vars,
} from './texts.ts';

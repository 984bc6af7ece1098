/**
 * A page for browsers: an address, and all below it, where one script finds its own way. Declared in `pages.ts` of a
 * package or module, which holds nothing else: the manifest takes it from there for the server, and the build finds the
 * file by its name.
 */
export type Page = {
  /** of its texts (`virtual:messages/<name>`) and its files in the build */
  name: string;
  /** e.g. `/r` */
  address: string;
  /** its first script */
  main: URL;
  /** the groups of the language files that it shows */
  texts: string[];
  /** search engines may list it */
  indexed?: true;
  /** an HTML file instead of the light pages' own (web/pages.plugin.ts) */
  html?: URL;
  /** can be put on a home screen and opened without a network; `worker` is its service worker */
  app?: { name: string; shortName: string; worker: URL };
};

export const definePages = (...pages: Page[]): Page[] => pages;

/**
 * A page for browsers: an address, with all addresses below it, and one script that routes them. Declared in `pages.ts`
 * of a package or module, which holds nothing else: the manifest takes it from there for the server, and the build
 * finds the file by its name.
 */
export type Page = {
  /** names its texts (`virtual:messages/<name>`) and its files in the build */
  name: string;
  /** e.g. `/r` */
  address: string;
  /** other addresses that show it, below another page's too */
  also?: string[];
  /** its first script */
  main: URL;
  /** the groups of the language files that it shows */
  texts: string[];
  /** customers read it: it bears the organization's mark, never ours */
  customers?: true;
  /** search engines may index it */
  indexed?: true;
  /** an HTML file instead of the default one (web/pages.plugin.ts) */
  html?: URL;
  /**
   * Can be installed on a home screen and opened offline. It opens as it was kept at once, also at a bad link, or the
   * newest one that the server has.
   */
  app?: { name: string; shortName: string; opens: 'kept' | 'newest' };
  /** its own service worker, instead of that of pages with an `app` */
  worker?: URL;
};

export const definePages = (...pages: Page[]): Page[] => pages;

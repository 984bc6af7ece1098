// Import rules. Imports have one direction, server and web → modules → kernel, and each package has a public API;
// docs/architecture.md shows it. Run with `npm run boundaries`.

const KERNEL_PACKAGE = '^kernel/([^/]+)/';
const MODULE = '^modules/([^/]+)/';
const TEST = '\\.(test|int\\.test)\\.tsx?$|^test/|^modules/[^/]+/test/|^kernel/.*/test/';
/** Folders of browser code in a package, a module or a feature. */
const SCREENS = '(console|portal|scanner|public)';
const BROWSER = `^web/|^kernel/ui/|^(modules|kernel)/.*/${SCREENS}/|^(modules|kernel)/.*contract\\.ts$`;
/** Build tools and the list of pages, which never reach a browser. */
const BUILD = '^web/(vite\\.config|pages|[^/]+\\.plugin)\\.ts$';

/** kernel/lib and kernel/i18n have no secrets and many small files: import helpers by their own files. */
const OPEN_PACKAGES =
  '^kernel/lib/|^kernel/i18n/(browser\\.ts|[a-z]{2}\\.json)$|^kernel/ui/light/(light\\.css|language\\.ts)$|^kernel/scanner/public/scanner\\.css$';
/** A package's public APIs: for the server, for browsers, and the parts of kernel/ui that a page imports separately. */
const ENTRY_POINTS =
  '^kernel/[^/]+/(index|[a-z-]*contract|console/index)\\.tsx?$|^kernel/scanner/public/(index|engine)\\.ts$|^kernel/ui/[^/]+/index\\.tsx?$|^kernel/packages\\.ts$';
const MODULE_APIS = '^modules/[^/]+/(module|[^/]+/contract)\\.ts$';

const rules = [
  {
    name: 'no-cycles',
    comment: 'A cycle of imports is hard to read, and the loading order decides whether it works.',
    from: {},
    // Types too: the runtime removes them, but readers see them.
    to: { circular: true },
  },
  {
    name: 'kernel-knows-no-module',
    comment: 'If a module needs something of the kernel, the kernel offers it to all modules.',
    from: { path: '^kernel/', pathNot: TEST },
    to: { path: '^(modules|server|web)/' },
  },
  {
    name: 'modules-are-independent',
    comment: 'Modules use events and the kernel between them, so that any module can be removed.',
    from: { path: MODULE },
    to: { path: '^modules/', pathNot: '^modules/$1/' },
  },
  {
    name: 'modules-know-no-server',
    comment: 'The server imports modules; a module does not import the server.',
    from: { path: '^modules/', pathNot: TEST },
    to: { path: '^(server|web|bench|tools|test)/' },
  },
  {
    name: 'packages-by-entry-point',
    comment: 'Other packages import a package by its index.ts (or contract.ts), so that the rest can change freely.',
    from: { path: KERNEL_PACKAGE, pathNot: TEST },
    to: { path: '^kernel/', pathNot: `^kernel/$1/|${ENTRY_POINTS}|${OPEN_PACKAGES}` },
  },
  {
    name: 'packages-by-entry-point-for-all',
    comment: 'Other packages import a package by its index.ts (or contract.ts), so that the rest can change freely.',
    from: { pathNot: `^kernel/|${TEST}|^tools/docs-pictures\\.ts$` },
    to: { path: '^kernel/', pathNot: `${ENTRY_POINTS}|${OPEN_PACKAGES}` },
  },
  {
    name: 'modules-have-public-apis',
    comment:
      "Others import a module by module.ts or a feature's contract.ts; the browser's shells also import its screens.",
    from: { pathNot: '^(modules|web|test|bench)/|^tools/docs-pictures\\.ts$' },
    to: { path: '^modules/', pathNot: MODULE_APIS },
  },
  {
    name: 'shells-gather-screens',
    comment: "The browser's shells import a module's screens, its contracts and its texts, nothing else.",
    from: { path: '^web/', pathNot: BUILD },
    to: {
      path: '^modules/',
      pathNot: `^modules/[^/]+/([^/]+/contract\\.ts$|i18n/|console/routes\\.tsx$)`,
    },
  },
  {
    name: 'rules-are-pure',
    comment: 'domain/ works without a database, a clock or a network, so it is easy to test.',
    from: { path: '^((?:modules|kernel)/[^/]+)/domain/', pathNot: TEST },
    to: { pathNot: '^$1/domain/|^kernel/lib/|^node_modules/' },
  },
  {
    name: 'rules-by-name-are-pure',
    comment: 'A *.rule.ts works without a database, a clock or a network, like domain/.',
    from: { path: '\\.rule\\.ts$' },
    to: { pathNot: '\\.rule\\.ts$|contract\\.ts$|^kernel/lib/|^node_modules/(?!kysely|pg|fastify|react)' },
  },
  {
    name: 'rules-use-no-machinery',
    comment: 'A rule that needs a driver, a server or a file is not a rule.',
    from: { path: '/domain/', pathNot: TEST },
    to: { path: '^node_modules/(kysely|pg|fastify|react|nodemailer|better-auth)/' },
  },
  {
    name: 'browsers-see-browser-code',
    comment: 'Anyone can read what a browser loads: it must contain no server code.',
    from: { path: BROWSER, pathNot: `${TEST}|${BUILD}` },
    to: {
      path: '^(kernel|modules|server|tools|db)/',
      pathNot:
        // Rules are pure, and screens ask the server's own; names are no secrets.
        `^kernel/(ui|lib)/|^modules/[^/]+/names\\.ts$|^kernel/i18n/(browser\\.ts|[a-z]{2}\\.json)$|contract\\.ts$|\\.rule\\.ts$|^(modules|kernel)/.*/(${SCREENS}|i18n|domain)/`,
      dependencyTypesNot: ['type-only'],
    },
  },
  {
    name: 'screens-stay-at-home',
    comment: "A module's screens call its routes.",
    from: { path: `^modules/.*/${SCREENS}/` },
    to: {
      path: '^modules/[^/]+/(actions|queries|routes|jobs|flows|migrations|module\\.ts|seed\\.ts)|\\.(action|query|routes|job|flow)\\.ts$',
    },
  },
  {
    name: 'entry-points-touch-no-tables',
    comment: 'Routes, flows and jobs call an action or a query; only those use tables.',
    from: { path: '\\.(routes|flow|job)\\.ts$' },
    to: { path: '^node_modules/(kysely|pg)/|^db/types\\.ts$' },
  },
  {
    name: 'production-uses-no-tests',
    comment: 'Test helpers are not part of the program.',
    from: { path: '^(kernel|modules|server|web)/', pathNot: TEST },
    to: { path: TEST },
  },
  {
    name: 'packages-are-declared',
    comment: 'An indirect dependency may disappear with any update.',
    from: { path: '^(kernel|modules|server|web|tools|test|bench)/' },
    to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
  },
  {
    name: 'imports-exist',
    comment: 'The imported file does not exist.',
    from: {},
    // Vite's own: `?url`, `?worker`; and packages that only browsers resolve.
    to: { couldNotResolve: true, pathNot: '\\?\\w+$|^virtual:|^@point-of-sale/web' },
  },
];

export default {
  forbidden: rules.map((rule) => ({ severity: 'error', ...rule })),
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^web/dist/|^tools/sample-module/|^test/e2e/long/scratch-module/' },
    // A package is a package, also where node_modules is a link to another folder.
    preserveSymlinks: true,
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
};

// Who may import whom. The server has one direction, server and web → modules → kernel, and doors between its packages;
// docs/architecture.md draws it. Run with `npm run boundaries`.

const KERNEL_ROOM = '^kernel/([^/]+)/';
const MODULE = '^modules/([^/]+)/';
const TEST = '\\.(test|int\\.test)\\.tsx?$|^test/|^modules/[^/]+/test/|^kernel/.*/test/';
/** What browsers load, in a package or module or a feature of it. */
const SCREENS = '(console|portal|scanner|public)';
const BROWSER = `^web/|^kernel/ui/|^(modules|kernel)/.*/${SCREENS}/|^(modules|kernel)/.*contract\\.ts$`;
/** Tools of the build and the list of pages, which lie beside the pages and never reach a browser. */
const BUILD = '^web/(vite\\.config|pages|[^/]+\\.plugin)\\.ts$';

/** kernel/lib and kernel/i18n have no secrets and many small files: helpers are imported by their own names. */
const OPEN_ROOMS = '^kernel/lib/|^kernel/i18n/(browser\\.ts|[a-z]{2}\\.json)$';
/** A room's doors: for the server, for browsers, and the parts of kernel/ui that a page loads by themselves. */
const ENTRY_POINTS =
  '^kernel/[^/]+/(index|[a-z-]*contract)\\.tsx?$|^kernel/ui/[^/]+/index\\.tsx?$|^kernel/packages\\.ts$';
const MODULE_DOORS = '^modules/[^/]+/(module|contract)\\.ts$';

const rules = [
  {
    name: 'no-cycles',
    comment: 'A circle of imports has no top: nobody can read it, and the order of loading decides what works.',
    from: {},
    // Types too: they vanish before the program runs, but not for whoever reads it.
    to: { circular: true },
  },
  {
    name: 'kernel-knows-no-module',
    comment: 'If a module needs something of the kernel, the kernel offers it to all.',
    from: { path: '^kernel/', pathNot: TEST },
    to: { path: '^(modules|server|web)/' },
  },
  {
    name: 'modules-are-strangers',
    comment: 'Between modules stand events and the kernel, so that any of them can be taken out.',
    from: { path: MODULE },
    to: { path: '^modules/', pathNot: '^modules/$1/' },
  },
  {
    name: 'modules-know-no-server',
    comment: 'A module is plugged into a server; it does not reach for it.',
    from: { path: '^modules/', pathNot: TEST },
    to: { path: '^(server|web|bench|tools|test)/' },
  },
  {
    name: 'packages-by-entry-point',
    comment: 'Other packages import a package by its index.ts (or contract.ts), so that the rest can change freely.',
    from: { path: KERNEL_ROOM, pathNot: TEST },
    to: { path: '^kernel/', pathNot: `^kernel/$1/|${ENTRY_POINTS}|${OPEN_ROOMS}` },
  },
  {
    name: 'packages-by-entry-point-for-all',
    comment: 'Other packages import a package by its index.ts (or contract.ts), so that the rest can change freely.',
    from: { pathNot: `^kernel/|${TEST}` },
    to: { path: '^kernel/', pathNot: `${ENTRY_POINTS}|${OPEN_ROOMS}` },
  },
  {
    name: 'modules-have-doors',
    comment: "Others enter a module by module.ts or contract.ts; the browser's shells also gather its screens.",
    from: { pathNot: '^(modules|web|test|bench)/' },
    to: { path: '^modules/', pathNot: MODULE_DOORS },
  },
  {
    name: 'shells-gather-screens',
    comment: "The browser's shells take a module's screens, its contract and its texts, nothing else.",
    from: { path: '^web/', pathNot: BUILD },
    to: {
      path: '^modules/',
      pathNot: `^modules/[^/]+/(contract\\.ts$|i18n/|console/routes\\.tsx$)`,
    },
  },
  {
    name: 'rules-are-pure',
    comment: 'domain/ decides without a database, a clock or a network: that is why it is easy to test and to trust.',
    from: { path: '^((?:modules|kernel)/[^/]+)/domain/', pathNot: TEST },
    to: { pathNot: '^$1/domain/|^kernel/lib/|^node_modules/' },
  },
  {
    name: 'rules-by-name-are-pure',
    comment: 'A *.rule.ts decides without a database, a clock or a network, like what lies in domain/.',
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
    comment: 'What a browser loads may be read by anyone: no server code, not even by accident.',
    from: { path: BROWSER, pathNot: `${TEST}|${BUILD}` },
    to: {
      path: '^(kernel|modules|server|tools|db)/',
      pathNot:
        // Rules are pure, and screens ask the server's own.
        `^kernel/(ui|lib)/|^kernel/i18n/(browser\\.ts|[a-z]{2}\\.json)$|contract\\.ts$|\\.rule\\.ts$|^(modules|kernel)/.*/(${SCREENS}|i18n|domain)/`,
      dependencyTypesNot: ['type-only'],
    },
  },
  {
    name: 'screens-stay-at-home',
    comment: "A module's screens ask its routes.",
    from: { path: `^modules/.*/${SCREENS}/` },
    to: {
      path: '^modules/[^/]+/(actions|queries|routes|jobs|flows|migrations|module\\.ts|seed\\.ts)|\\.(action|query|routes|job|flow)\\.ts$',
    },
  },
  {
    name: 'doors-touch-no-tables',
    comment: 'Routes, flows and jobs call an action or a query; tables are theirs alone.',
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
    comment: 'A package that another one brought along may be gone tomorrow.',
    from: { path: '^(kernel|modules|server|web|tools|test|bench)/' },
    to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
  },
  {
    name: 'imports-exist',
    comment: 'An import that leads nowhere.',
    from: {},
    // Vite's own: `?url`, `?worker`.
    to: { couldNotResolve: true, pathNot: '\\?\\w+$|^virtual:' },
  },
];

export default {
  forbidden: rules.map((rule) => ({ severity: 'error', ...rule })),
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^web/dist/|^tools/sample-module/|^test/e2e/scratch-module/' },
    // A package is a package, also where node_modules is a link to another folder.
    preserveSymlinks: true,
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
};

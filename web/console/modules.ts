import type { ConsolePart } from '../../kernel/ui/index.ts';
import { office } from './office/routes.tsx';

type Parts = Record<string, { default: ConsolePart }>;
const modules: Parts = import.meta.glob<{ default: ConsolePart }>('../../modules/*/console/routes.tsx', {
  eager: true,
});
const packages: Parts = import.meta.glob<{ default: ConsolePart }>('../../kernel/*/console/routes.tsx', {
  eager: true,
});

const screensOf = (found: Parts) => Object.values(found).map((file) => file.default);

const last = (part: ConsolePart) => (part.last ? 1 : 0);

/** The screens of all modules, of the kernel's packages, then the office's; each has a folder `console`. */
export const parts: ConsolePart[] = [
  ...screensOf(modules),
  ...screensOf(packages).sort((a, b) => last(a) - last(b)),
  office,
];

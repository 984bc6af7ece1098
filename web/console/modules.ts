import type { ConsolePart } from '../../kernel/ui/index.ts';
import { office } from './office/routes.tsx';

const found = import.meta.glob<{ default: ConsolePart }>('../../modules/*/console/routes.tsx', { eager: true });

/** Every module's screens, then the office's; a module's folder is all it takes to be here. */
export const parts: ConsolePart[] = [...Object.values(found).map((file) => file.default), office];

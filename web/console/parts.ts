import { createContext } from 'react';
import type { ConsolePart } from '../../kernel/ui/index.ts';

/** The screens of all parts (modules.ts), for those of them that show what there is. */
export const ConsoleParts = createContext<readonly ConsolePart[]>([]);

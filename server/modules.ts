import type { Manifest } from '../kernel/module/index.ts';
import { coffee } from '../modules/coffee/module.ts';
import { electricity } from '../modules/electricity/module.ts';
import { exhibition } from '../modules/exhibition/module.ts';
import { mess } from '../modules/mess/module.ts';
import { raffle } from '../modules/raffle/module.ts';

/** The modules of this server. Another one is one folder, one line here, one migration. */
export const modules: Manifest[] = [coffee, electricity, exhibition, mess, raffle];

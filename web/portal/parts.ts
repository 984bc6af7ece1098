import type { PortalPart } from '../../kernel/ui/light/index.ts';

const found = import.meta.glob<{ default: PortalPart }>('../../modules/*/portal/screens.ts', { eager: true });

/** The modules' parts of the page; a screen itself loads when it is opened. */
export const parts: PortalPart[] = Object.values(found).map((file) => file.default);

import { IN_IMAGE } from '../../kernel/config/index.ts';
import { PRODUCT, VERSION } from '../../kernel/outbound/index.ts';
import { PROGRAM, packageFolder } from './program-folder.ts';

/** Says which version this is, and in which of the three ways it was installed. */
export function versionCommand(): void {
  const way = IN_IMAGE ? 'the image' : packageFolder() ? 'the package' : 'a clone';
  console.log(`${PRODUCT} ${VERSION}, ${way} in ${PROGRAM}, on Node ${process.versions.node}`);
}

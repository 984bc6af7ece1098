import { loadDemo, printCredentials } from '../demo.ts';
import { withHouse } from './open.ts';

export function seedDemo(): Promise<void> {
  return withHouse(async (house) => {
    printCredentials(await loadDemo(house));
    return 0;
  });
}

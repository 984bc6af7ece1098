import { loadDemo, printCredentials } from '../demo.ts';
import { withApp } from './open.ts';

export function seedDemo(): Promise<void> {
  return withApp(
    async (services) => {
      printCredentials(await loadDemo(services));
      return 0;
    },
    { mayCreate: true },
  );
}

import { withApp } from './open.ts';

export async function migrateCommand(): Promise<void> {
  let applied = 0;
  const onMigration = (name: string) => {
    applied += 1;
    console.log(`applying ${name}`);
  };
  await withApp(
    async () => {
      console.log(applied === 0 ? 'The database is up to date.' : `${applied} migrations applied.`);
      return 0;
    },
    { onMigration },
  );
}

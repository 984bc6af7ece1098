import { basename } from 'node:path';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { once, SCREENS, screens, server } from './vitest.config.ts';
import { browser } from './vitest.e2e.config.ts';

/** What takes longest, by a whole run on two cores: last begun, one of them would leave the other core idle for minutes. */
const LONGEST = [
  'new-module.e2e.ts',
  'accessibility.e2e.ts',
  'electricity.e2e.ts',
  'demo.e2e.ts',
  'fault-modes.e2e.ts',
  'raffle.e2e.ts',
  'desk-offline.e2e.ts',
  'rolling-upgrade.e2e.ts',
  'payments.e2e.ts',
  'pgbouncer.e2e.ts',
  'mess-console.e2e.ts',
  'desk.e2e.ts',
  'process.e2e.ts',
  'devanagari.e2e.ts',
  'payments-killed.e2e.ts',
  'mess.e2e.ts',
  'mobile-money-killed.e2e.ts',
  'electricity-killed.e2e.ts',
  'failover.e2e.ts',
  'desk-losses.e2e.ts',
  'scanner.e2e.ts',
  'portal.e2e.ts',
  'faults.e2e.ts',
  'mess-chat.e2e.ts',
  'backup.int.test.ts',
  'flows.int.test.ts',
  'foreign.int.test.ts',
  'receipts.int.test.ts',
  'rollouts.int.test.ts',
  'personal-data.int.test.ts',
  'person-command.int.test.ts',
  'upgrade.int.test.ts',
  'permissions.int.test.ts',
  'embedded.int.test.ts',
  'passkeys.int.test.ts',
  'entrance.int.test.ts',
  'portal.int.test.ts',
  'unproven.int.test.ts',
];

/** The longest first, then the other browser tests, then the rest by what Vitest remembers of the last run. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const known = LONGEST.indexOf(basename(moduleId));
      return known < 0 ? LONGEST.length : known;
    };
    // A worker is kept from file to file of one project only, so the projects follow each other.
    const parts = PROJECTS.map(({ name }) => files.filter(({ project }) => project.name === name));
    const sorted = await Promise.all(parts.map((part) => super.sort(part)));
    return sorted.flatMap((part) => part.toSorted((a, b) => rank(a) - rank(b)));
  }
}

/** Whole operations that run for minutes (kills, failover, upgrades, new modules): for `npm run test:all`. */
const LONG = process.env.TEST_ALL === '1' ? [] : ['test/e2e/long/**'];

const PROJECTS = [{ ...screens, include: SCREENS }, browser, server];

/** Everything in one run, `npm test`: while the last browser test runs on one core, the other begins with the rest. */
export default defineConfig({
  test: {
    ...once,
    // One worker more than the cores, since these tests also wait for the network and for time. With two more, what the
    // tests start is so slow that some of it comes too late. A project's own number counts, not one given here for all.
    projects: PROJECTS.map((test) => ({
      test: { ...test, maxWorkers: 3, exclude: ['exclude' in test ? test.exclude : [], LONG].flat() },
    })),
    sequence: { sequencer: LongestFirst },
  },
});

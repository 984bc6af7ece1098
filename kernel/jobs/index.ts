import { definePackage } from '../module/index.ts';
import { jobRoutes } from './jobs.routes.ts';
import { countJobs, queueCheck } from './observe.ts';
import { personalData } from './personal-data.ts';
import { openQueue, startJobs, stopJobs } from './start-jobs.ts';
import { sweepTasksJob } from './sweep-tasks.job.ts';
import { TASK_TOPIC } from './task-state.ts';

export { broadcast } from './broadcast.ts';
export { defineJob } from './define.ts';

export { type Progress, TaskCancelled } from './progress.ts';
export { enqueue } from './queue.ts';
export { getTask, startTask } from './tasks.ts';
export { drainJobs } from './workers.ts';

export const jobsPackage = definePackage({
  name: 'jobs',
  personalData,
  topics: { [TASK_TOPIC]: 'tasks.read' },
  permissions: { 'jobs.read': 'admin', 'jobs.write': 'admin', 'tasks.read': 'viewer', 'tasks.write': 'ops' },
  errors: { 'jobs.not_found': 404, 'jobs.not_retried': 409, 'tasks.not_found': 404, 'tasks.over': 409 },
  routes: jobRoutes,
  jobs: [sweepTasksJob],
  health: { queue: queueCheck },
  metrics: countJobs,
  async start(boot) {
    const queue = await openQueue(boot);
    return { stop: () => stopJobs(queue) };
  },
  async ready(boot) {
    const unwatch = await startJobs(boot);
    // Stopped before the packages that jobs use; the later stop of the queue itself then has nothing to do.
    return {
      stop() {
        unwatch();
        return stopJobs(boot.services.jobs);
      },
    };
  },
});

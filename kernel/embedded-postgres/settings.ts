import { totalmem } from 'node:os';

const MEGABYTE = 1024 * 1024;

/** The memory that we may use: the container's limit, if it is less than the machine's memory. */
function memoryInMegabytes(): number {
  const allowed = process.constrainedMemory();
  return Math.floor((allowed > 0 ? Math.min(allowed, totalmem()) : totalmem()) / MEGABYTE);
}

const between = (least: number, value: number, most: number): number =>
  Math.round(Math.min(most, Math.max(least, value)));

/**
 * Settings for a server that shares two cores and 1 to 24 GB with the program, each with its reason. An owner's own
 * settings (ALTER SYSTEM) have priority. Source: https://www.postgresql.org/docs/18/runtime-config.html
 */
export function defaultSettings(memory: number = memoryInMegabytes()): Record<string, string> {
  return {
    // The usual quarter of the memory; 128 MB on small machines, because Node runs there too. More than 1 GB is no
    // better than the operating system's own cache.
    shared_buffers: `${memory < 2048 ? 128 : between(256, memory / 4, 1024)}MB`,
    // Only tells the planner what it may expect to be cached.
    effective_cache_size: `${between(384, memory * 0.6, 16384)}MB`,
    // Per sort and per connection, so modest; a report sorts 100,000 rows in it.
    work_mem: '8MB',
    // One index build or vacuum at a time: a trigram index on a million names builds several times faster than in 64
    // MB.
    maintenance_work_mem: `${between(64, memory / 16, 512)}MB`,
    // The pool takes 30 a process; a process each for web and worker, pg-boss and somebody with psql fit in.
    max_connections: '100',

    // Committed data survives a power cut. Set explicitly, because people often turn it off for speed.
    synchronous_commit: 'on',
    // Full page images after a checkpoint are most of the log; pglz halves them for little work, and is in every build.
    wal_compression: 'on',
    // The usual 16 MB are all used by the first start, and kept; a group of writes needs some kilobytes.
    wal_buffers: '4MB',
    // Fewer checkpoints, so fewer of those images; recovery of 2 GB after a power cut still takes only seconds.
    max_wal_size: '2GB',
    checkpoint_timeout: '15min',
    // Enough for a physical backup (one for the files, one for the log); the default is ten.
    max_wal_senders: '3',

    // An SSD reads any page about as fast as the next one; the default of 4 makes the planner avoid good indexes.
    random_page_cost: '1.1',
    // Compiling takes longer (50 ms and more) than any of our queries.
    jit: 'off',
    // One helper: with two cores the other one answers requests.
    max_parallel_workers_per_gather: '1',
    max_parallel_maintenance_workers: '1',
    // Copies a database by sharing its blocks if the file system can, otherwise inside the operating system: test
    // databases take 30 ms. Unknown on Windows, where the server would refuse to start.
    ...(process.platform === 'win32' ? {} : { file_copy_method: 'clone' }),
    // A table's first rows are analyzed within seconds instead of a minute: plans made before that are poor.
    autovacuum_naptime: '10s',

    // The same everywhere, whatever the machine's setting. Each organization has its own time zone, applied by the
    // program.
    timezone: 'UTC',
    log_timezone: 'UTC',
    datestyle: 'ISO, YMD',
    lc_messages: 'C',

    // The program logs failed statements itself, with a request id. Here they would put personal data into the log
    // ("Key (email)=(…) already exists"), so only messages about the server itself are kept: "log" ranks above "error".
    log_min_messages: 'log',
    log_min_error_statement: 'panic',
    log_checkpoints: 'off',
    log_autovacuum_min_duration: '-1',
  };
}

/** The text of postgresql.conf. */
export function renderSettings(settings: Record<string, string>): string {
  const lines = Object.entries(settings).map(([name, value]) => `${name} = '${value.replaceAll("'", "''")}'`);
  return `# Written anew at each start. Your own settings: ALTER SYSTEM SET …, which is kept and wins over this file.\n${lines.join('\n')}\n`;
}

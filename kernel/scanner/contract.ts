/** What the server and the phone of every scanner share. */
export {
  isTimeUnknown,
  SKEW_NOTED_MS,
  TIME_FAULTS,
  type TimeFault,
  timeFault,
  trueTime,
  type UploadTimes,
} from './queue-time.rule.ts';

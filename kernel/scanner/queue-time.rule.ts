/** When a scan that comes later, from a scanner's queue, was made, and whether that can be believed. */

/** A larger clock error is reported as wrong: a slow request doesn't explain it. Milliseconds. */
export const SKEW_NOTED_MS = 120_000;

/** A clock with a larger error at the upload is useless for correcting times. Milliseconds. */
const CLOCK_WRONG_MS = 86_400_000;

/** Why the time of a queued scan isn't trusted and a person decides. */
export const TIME_FAULTS = ['clock_wrong', 'in_future', 'before_device', 'after_revocation', 'too_old'] as const;
export type TimeFault = (typeof TIME_FAULTS)[number];

/** The times of an upload: by the device's own clock, and what the server knows about the device. */
export type UploadTimes = {
  sentAt: Date;
  /** the server's clock */
  now: Date;
  /** when the device was set up */
  since: Date;
  /** when it ends, or ended; null: never yet */
  until: Date | null;
  /** for how long after it was made a scan is accepted without a person */
  hours: number;
};

/**
 * What is wrong with the time of a queued scan; null: it is trusted. With the first three the time itself is unknown. A
 * device can claim anything, so a time at which it could not have scanned serves nobody.
 */
export function timeFault(deviceAt: Date, { sentAt, now, since, until, hours }: UploadTimes): TimeFault | null {
  const skewMs = now.getTime() - sentAt.getTime();
  if (Math.abs(skewMs) > CLOCK_WRONG_MS) return 'clock_wrong';
  if (deviceAt.getTime() > sentAt.getTime() + SKEW_NOTED_MS) return 'in_future';
  const at = trueTime(deviceAt, skewMs, now);
  if (at.getTime() < since.getTime() - SKEW_NOTED_MS) return 'before_device';
  if (until !== null && at >= until) return 'after_revocation';
  return now.getTime() - at.getTime() > hours * 3_600_000 ? 'too_old' : null;
}

/** Whether the time of a scan can't be known, so that it belongs to no meal. */
export const isTimeUnknown = (fault: TimeFault | null) =>
  fault === 'clock_wrong' || fault === 'in_future' || fault === 'before_device';

/**
 * The true time of a queued scan: the device's time corrected by its current clock error. Never in the future, never
 * before 1970; `skewMs` is above zero when the device is slow.
 */
export function trueTime(deviceAt: Date, skewMs: number, now: Date): Date {
  return new Date(Math.max(0, Math.min(deviceAt.getTime() + skewMs, now.getTime())));
}

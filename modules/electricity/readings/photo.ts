import { definePurpose } from '../../../kernel/files/index.ts';

/** The photo of a counter that somebody read. */
export const readingPhoto = definePurpose({
  name: 'electricity.reading',
  accept: ['image'],
  maxBytes: 10_000_000,
  read: 'electricity.read',
  upload: 'electricity.meter.write',
  maxSide: 1600,
});

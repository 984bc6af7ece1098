import { useSyncExternalStore } from 'react';
import { isUnreached, watchReach } from '../light/reach.ts';

/** Whether the browser has no network, or the server did not answer last. */
export const useOffline = (): boolean => useSyncExternalStore(watchReach, isUnreached);

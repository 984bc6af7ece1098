import type { Ctx } from '../ctx/index.ts';
import type { Manifest } from '../module/index.ts';

/** A kind of device in a manifest. Its name for people is the text `devices.kind.<kind>`. */
export type DeviceKind = {
  /** e.g. `mess.scanner` */
  kind: string;
  /** what such a device may do */
  permissions: string[];
  /** permissions after it was revoked or has expired, such as handing in earlier work */
  afterEnd?: string[];
  /** validity of its enrolment code: minutes when it is typed next to the screen, a day when it is sent to somebody */
  codeMinutes: number;
  /** the page that reads the code, below PUBLIC_URL; the code is appended, so it ends with `#…=` */
  page?: string;
  /**
   * The devices with a serial number, in all organizations; called without one, and only with ENABLE_DEVICE_TOKEN=false.
   * Absent: such devices always need a token.
   */
  withSerial?(ctx: Ctx, serial: string): Promise<{ organizationId: string; deviceId: string }[]>;
};

declare module '../module/index.ts' {
  interface Manifest {
    deviceKinds?: DeviceKind[];
  }
}

/** A kind with its module; null for the kernel's own. */
export type RegisteredKind = DeviceKind & { module: string | null };

/** All kinds by name. Throws when two manifests claim one. */
export function deviceKindsOf(manifests: Manifest[]): Map<string, RegisteredKind> {
  const kinds = new Map<string, RegisteredKind>();
  for (const { name, kind: sort, deviceKinds = [] } of manifests) {
    for (const one of deviceKinds) {
      if (kinds.has(one.kind)) throw new Error(`the kind of devices ${one.kind} is registered twice`);
      kinds.set(one.kind, { ...one, module: sort === 'module' ? name : null });
    }
  }
  return kinds;
}

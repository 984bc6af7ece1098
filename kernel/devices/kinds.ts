import type { Manifest } from '../module/index.ts';

/** A kind of devices, as a manifest registers it. People read its name as `devices.kind.<kind>`. */
export type DeviceKind = {
  /** e.g. `mess.scanner` */
  kind: string;
  /** what such a device may do */
  permissions: string[];
  /** what it may still do once it was revoked or has expired, such as hand in what it did before */
  afterEnd?: string[];
  /**
   * how long its enrolment code is good: minutes where it is typed beside the screen, a day where it is sent to
   * somebody
   */
  codeMinutes: number;
  /** the page that takes the code, below PUBLIC_URL; the code is put behind it, so it ends with `#…=` */
  page?: string;
};

declare module '../module/index.ts' {
  interface Manifest {
    deviceKinds?: DeviceKind[];
  }
}

/** A kind with the module that it belongs to; null: the kernel's own. */
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

/** @jsxImportSource preact */
import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Translate } from '../../../../kernel/ui/light/index.ts';

type Props<P> = { load: () => Promise<{ default: ComponentType<P> }>; props: P & { t: Translate }; quiet?: boolean };

/** A part that is loaded when it is first shown. `quiet`: a note, which draws nothing until it is there. */
export function Lazy<P extends object>({ load, props, quiet = false }: Props<P>) {
  const [Loaded, setLoaded] = useState<ComponentType<P> | null>(null);
  const [failed, setFailed] = useState(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another part has another key
  useEffect(() => {
    load().then(
      (file) => setLoaded(() => file.default),
      () => setFailed(true),
    );
  }, []);
  if (Loaded) return <Loaded {...props} />;
  if (quiet) return null;
  return <p class="faint">{props.t(failed ? 'account.offline' : 'account.loading')}</p>;
}

/** @jsxImportSource preact */
import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { localeOf, type PortalScreen, type PortalScreenProps } from '../../kernel/ui/light/index.ts';
import { AccountPage } from './account/AccountPage.tsx';
import { parts } from './parts.ts';
import type { SignedIn } from './useAccount.ts';
import { useRoute } from './useRoute.ts';

const ACCOUNT = 'account';

/** The screens of the modules that the organization uses, and the account itself, as tabs. */
export function Screens(props: SignedIn) {
  const { slug, entered, account, t, language } = props;
  const [path, go] = useRoute(`/portal/${encodeURIComponent(slug)}`);
  const screens = parts
    .filter(({ module }) => account.modules.includes(module))
    .flatMap(({ module, screens }) => screens.map((screen) => ({ ...screen, path: `${module}/${screen.path}` })));
  const shown =
    screens.find((screen) => `${path}/`.startsWith(`${screen.path}/`)) ?? (path === ACCOUNT ? undefined : screens[0]);
  const here = shown && path.startsWith(`${shown.path}/`) ? path.slice(shown.path.length + 1) : '';
  const { api } = entered.session;
  return (
    <>
      {screens.length > 0 && (
        <nav class="tabs">
          {[...screens, { path: ACCOUNT, label: 'account.title' }].map((tab) => (
            <a
              key={tab.path}
              href={`/portal/${encodeURIComponent(slug)}/${tab.path}`}
              aria-current={tab.path === (shown?.path ?? ACCOUNT) ? 'page' : undefined}
              onClick={(event) => {
                if (event.ctrlKey || event.metaKey || event.shiftKey) return;
                event.preventDefault();
                go(tab.path);
              }}
            >
              {t(tab.label)}
            </a>
          ))}
        </nav>
      )}
      {shown ? (
        <Screen
          key={shown.path}
          load={shown.load}
          api={api}
          recall={entered.recall}
          t={t}
          locale={localeOf(language)}
          here={here}
          go={(next) => go(next ? `${shown.path}/${next}` : shown.path)}
        />
      ) : (
        <AccountPage {...props} />
      )}
    </>
  );
}

/** A screen of a module, loaded when it is first opened. */
function Screen({ load, ...props }: PortalScreenProps & Pick<PortalScreen, 'load'>) {
  const [Loaded, setLoaded] = useState<ComponentType<PortalScreenProps> | null>(null);
  const [failed, setFailed] = useState(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another screen has another key
  useEffect(() => {
    load().then(
      (file) => setLoaded(() => file.default),
      () => setFailed(true),
    );
  }, []);
  if (Loaded) return <Loaded {...props} />;
  if (!failed) return <p class="faint">{props.t('account.loading')}</p>;
  return (
    <section class="card stack">
      <p>{props.t('account.offline')}</p>
      <div class="actions">
        <button type="button" onClick={() => window.location.reload()}>
          {props.t('account.again')}
        </button>
      </div>
    </section>
  );
}

/** @jsxImportSource preact */
import { LinkPage, type LinkProps } from './LinkPage.tsx';
import { Nothing } from './Nothing.tsx';

/** `office`: where the office adds scanners, if it does that on a page of its own */
type Props = LinkProps & { office?: string };

/** The page until it is ready to scan: a link to take, or no scanner. */
export function Unready(props: Props) {
  return props.state.phase === 'link' && window.isSecureContext ? <LinkPage {...props} /> : <Nothing {...props} />;
}

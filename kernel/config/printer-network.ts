import { inNetworks } from '../lib/proxies.ts';

/** Networks that are nobody's but their owner's; not the link-local ones, where clouds answer for their machines. */
const PRIVATE: [string, number][] = [
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['127.0.0.0', 8],
  ['fc00::', 7],
  ['::1', 128],
];

/** Each of the networks of `PRINTER_NETWORK`. */
export const printerNetworks = (text: string): string[] => text.split(/[\s,]+/).filter(Boolean);

/** Whether each is a network, and private. */
export const arePrivate = (list: string[]): boolean =>
  list.every((network) => {
    const [address = '', bits] = network.split('/');
    return (
      inNetworks([network]) !== null &&
      PRIVATE.some(
        ([block, least]) =>
          inNetworks([`${block}/${least}`])?.(address) && (bits === undefined || Number(bits) >= least),
      )
    );
  });

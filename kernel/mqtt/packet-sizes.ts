import { Duplex, pipeline, Transform } from 'node:stream';

/**
 * Follows the bytes of an MQTT connection from packet to packet (MQTT 3.1.1, section 2.2: one byte of kind, then the
 * length in up to four bytes of seven bits each). Written by hand, because the broker's own parser collects a packet
 * whole before anybody is asked: 256 MB of it.
 */
export class PacketSizes {
  #left = 0;
  /** 0: the next byte begins a packet; then the place of the next byte of its length */
  #at = 0;
  #length = 0;
  /** packets that have begun */
  begun = 0;

  /** Takes bytes; false when a packet has more than `most`, or a length that is none. */
  take(bytes: Uint8Array, most: number): boolean {
    let i = 0;
    while (i < bytes.length) {
      if (this.#left > 0) {
        const skipped = Math.min(this.#left, bytes.length - i);
        this.#left -= skipped;
        i += skipped;
        continue;
      }
      const byte = bytes[i++] as number;
      if (this.#at === 0) {
        this.#at = 1;
        this.#length = 0;
        this.begun += 1;
        continue;
      }
      this.#length += (byte & 0x7f) * 128 ** (this.#at - 1);
      if (this.#length > most) return false;
      if (byte & 0x80) {
        if (this.#at === 4) return false;
        this.#at += 1;
      } else {
        this.#left = this.#length;
        this.#at = 0;
      }
    }
    return true;
  }
}

/** What a connection may bring: `bytes` in a packet, and whether so many more packets may come. */
type Bounds = { bytes(): number; came(packets: number): boolean };

/** The same connection, which ends at the first byte of a packet that is too large, or one too many. */
export function limited(socket: Duplex, { bytes: most, came }: Bounds): Duplex {
  const sizes = new PacketSizes();
  const checked = new Transform({
    transform(bytes: Buffer, _, done) {
      const before = sizes.begun;
      if (!sizes.take(bytes, most())) return done(new Error('the packet is too large'));
      const more = sizes.begun - before;
      if (more > 0 && !came(more)) return done(new Error('too many packets'));
      done(null, bytes);
    },
  });
  // Whatever ends one ends the other; the reason is nobody's business but the broker's, which hears it as well.
  pipeline(socket, checked, () => {});
  // The types know web streams only; a pair of Node's own is documented as well.
  return Duplex.from({ readable: checked, writable: socket } as never);
}

// As much of CBOR (RFC 8949) as it takes to find the byte strings of a frame.

/** Every byte string of at least so many bytes. */
export function* byteStrings(bytes, min) {
  let at = 0;
  while (at < bytes.length) {
    const kind = bytes[at] >> 5;
    const [value, next] = argument(bytes, at);
    at = next;
    // 2 is a byte string, 3 a text; arrays, maps and tags are followed by their items, which this comes to by itself.
    if (kind === 2 && value >= min) yield bytes.subarray(at, at + value);
    if (kind === 2 || kind === 3) at += value;
  }
}

function argument(bytes, at) {
  const short = bytes[at] & 0x1f;
  if (short < 24 || short > 27) return [short < 24 ? short : 0, at + 1];
  const length = 1 << (short - 24);
  let value = 0;
  for (let i = 1; i <= length; i++) value = value * 256 + bytes[at + i];
  return [value, at + 1 + length];
}

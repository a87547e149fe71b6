// SHA-256 of messages that fit into one block, written out: the browser's own digest() answers each call later, which for tens of
// thousands of tiny messages costs more than the hashing, and is missing where a site is served without HTTPS.
const K = new Int32Array(64);
const FIRST = new Int32Array(8);
const isPrime = (number) => { for (let by = 2; by * by <= number; by++) if (number % by === 0) return false; return true; };
for (let number = 2, count = 0; count < 64; number++) {
  if (!isPrime(number)) continue;
  const fraction = (root) => Math.floor((root - Math.floor(root)) * 2 ** 32);
  if (count < 8) FIRST[count] = fraction(Math.sqrt(number));
  K[count++] = fraction(Math.cbrt(number));
}
const W = new Int32Array(64);
const turned = (word, by) => (word >>> by) | (word << (32 - by));

// The first 32 bits of the hash of the block in W[0..15].
function firstWord() {
  for (let i = 16; i < 64; i++) {
    const two = W[i - 2], fifteen = W[i - 15];
    const low = turned(fifteen, 7) ^ turned(fifteen, 18) ^ (fifteen >>> 3);
    const high = turned(two, 17) ^ turned(two, 19) ^ (two >>> 10);
    W[i] = (W[i - 16] + low + W[i - 7] + high) | 0;
  }
  let a = FIRST[0], b = FIRST[1], c = FIRST[2], d = FIRST[3], e = FIRST[4], f = FIRST[5], g = FIRST[6], h = FIRST[7];
  for (let i = 0; i < 64; i++) {
    const one = (h + (turned(e, 6) ^ turned(e, 11) ^ turned(e, 25)) + ((e & f) ^ (~e & g)) + K[i] + W[i]) | 0;
    const two = ((turned(a, 2) ^ turned(a, 13) ^ turned(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g; g = f; f = e; e = (d + one) | 0; d = c; c = b; b = a; a = (one + two) | 0;
  }
  return (FIRST[0] + a) >>> 0;
}

const put = (at, code) => { W[at >> 2] |= code << (24 - 8 * (at & 3)); };

// Of “name.piece.number” only the digits at the end change from try to try.
function solve(name, piece, bits) {
  const head = `${name}.${piece}.`;
  const below = 2 ** (32 - bits);
  W.fill(0);
  for (let i = 0; i < head.length; i++) put(i, head.charCodeAt(i));
  const start = W.slice(0, 16);
  for (let number = 0, digits = 1, more = 10; ; number++) {
    if (number === more) { digits++; more *= 10; }
    for (let i = 0; i < 16; i++) W[i] = start[i];
    for (let rest = number, at = head.length + digits - 1; at >= head.length; at--, rest = Math.floor(rest / 10)) put(at, 48 + rest % 10);
    put(head.length + digits, 0x80);
    W[15] = 8 * (head.length + digits);
    if (firstWord() < below) return number;
  }
}

addEventListener("message", ({ data: { name, bits, pieces } }) => {
  postMessage(Array.from({ length: pieces }, (_, piece) => solve(name, piece, bits)));
});

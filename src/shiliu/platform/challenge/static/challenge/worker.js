// SHA-256 of messages that fit into one block, written out: the browser's own digest() answers each call later, which for tens of
// thousands of tiny messages costs more than the hashing, and is missing where a site is served without HTTPS.
const K = new Uint32Array(64);
const FIRST = new Uint32Array(8);
const isPrime = (number) => { for (let by = 2; by * by <= number; by++) if (number % by === 0) return false; return true; };
for (let number = 2, count = 0; count < 64; number++) {
  if (!isPrime(number)) continue;
  const fraction = (root) => Math.floor((root - Math.floor(root)) * 2 ** 32);
  if (count < 8) FIRST[count] = fraction(Math.sqrt(number));
  K[count++] = fraction(Math.cbrt(number));
}
const W = new Uint32Array(64);
const turned = (word, by) => (word >>> by) | (word << (32 - by));

// The first 32 bits of the hash of the block in W[0..15].
function firstWord() {
  for (let i = 16; i < 64; i++) {
    const two = W[i - 2], fifteen = W[i - 15];
    const low = turned(fifteen, 7) ^ turned(fifteen, 18) ^ (fifteen >>> 3);
    const high = turned(two, 17) ^ turned(two, 19) ^ (two >>> 10);
    W[i] = (W[i - 16] + low + W[i - 7] + high) | 0;
  }
  let [a, b, c, d, e, f, g, h] = FIRST;
  for (let i = 0; i < 64; i++) {
    const one = (h + (turned(e, 6) ^ turned(e, 11) ^ turned(e, 25)) + ((e & f) ^ (~e & g)) + K[i] + W[i]) | 0;
    const two = ((turned(a, 2) ^ turned(a, 13) ^ turned(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g; g = f; f = e; e = (d + one) | 0; d = c; c = b; b = a; a = (one + two) | 0;
  }
  return (FIRST[0] + a) >>> 0;
}

function begins(text) {
  W.fill(0, 0, 16);
  for (let i = 0; i < text.length; i++) W[i >> 2] |= text.charCodeAt(i) << (24 - 8 * (i & 3));
  W[text.length >> 2] |= 0x80 << (24 - 8 * (text.length & 3));
  W[15] = text.length * 8;
  return firstWord();
}

function solve(name, piece, bits) {
  const below = 2 ** (32 - bits);
  for (let number = 0; ; number++) if (begins(`${name}.${piece}.${number}`) < below) return number;
}

addEventListener("message", ({ data: { name, bits, pieces } }) => {
  postMessage(Array.from({ length: pieces }, (_, piece) => solve(name, piece, bits)));
});

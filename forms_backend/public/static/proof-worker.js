// Solves a challenge in ALTCHA's format (version 1): the number whose SHA-256 after the salt is the
// challenge. The hash is our own, since crypto.subtle is missing on plain http, which closed
// networks use, and since hashing many short texts one promise at a time would be slow.
"use strict";

const K = new Uint32Array(64);
const START = new Uint32Array(8);

// The constants of FIPS 180-4: fractions of square and cube roots of the first primes.
(function fillConstants() {
  const fraction = (root) => ((root - Math.floor(root)) * 4294967296) >>> 0;
  let found = 0;
  for (let candidate = 2; found < 64; candidate += 1) {
    let prime = true;
    for (let factor = 2; factor * factor <= candidate && prime; factor += 1) {
      prime = candidate % factor !== 0;
    }
    if (!prime) continue;
    if (found < 8) START[found] = fraction(Math.sqrt(candidate));
    K[found] = fraction(Math.cbrt(candidate));
    found += 1;
  }
})();

const W = new Uint32Array(64);

function compress(state, words) {
  W.set(words);
  for (let i = 16; i < 64; i += 1) {
    const x = W[i - 15];
    const y = W[i - 2];
    const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
    const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
    W[i] = (W[i - 16] + s0 + W[i - 7] + s1) | 0;
  }
  let [a, b, c, d, e, f, g, h] = state;
  for (let i = 0; i < 64; i += 1) {
    const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
    const t1 = (h + s1 + ((e & f) ^ (~e & g)) + K[i] + W[i]) | 0;
    const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
    const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g; g = f; f = e; e = (d + t1) | 0; d = c; c = b; b = a; a = (t1 + t2) | 0;
  }
  const sums = [a, b, c, d, e, f, g, h];
  for (let i = 0; i < 8; i += 1) state[i] = (state[i] + sums[i]) | 0;
}

const state = new Uint32Array(8);

/** SHA-256 of ASCII `text`, as eight words in a reused array. */
function sha256(text) {
  state.set(START);
  const blocks = ((text.length + 8) >> 6) + 1;
  const words = new Uint32Array(16 * blocks);
  for (let i = 0; i < text.length; i += 1) {
    words[i >> 2] |= text.charCodeAt(i) << (24 - 8 * (i & 3));
  }
  words[text.length >> 2] |= 0x80 << (24 - 8 * (text.length & 3));
  words[words.length - 1] = text.length * 8;
  for (let block = 0; block < blocks; block += 1) {
    compress(state, words.subarray(16 * block, 16 * block + 16));
  }
  return state;
}

function solve({ challenge, salt, maxnumber }) {
  const wanted = challenge.match(/.{8}/g).map((part) => parseInt(part, 16) >>> 0);
  for (let number = 0; number <= maxnumber; number += 1) {
    const hash = sha256(salt + number);
    if (hash[0] === wanted[0] && wanted.every((word, i) => word === hash[i])) return number;
  }
  return null;
}

self.onmessage = ({ data }) => self.postMessage(solve(data));

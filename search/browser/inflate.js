// Unpacks a zlib stream (RFC 1950, 1951) in one step. DecompressionStream came to Safari in 2023 and
// would cost a promise for every small file.

const LENGTH_BASE = [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258];
const LENGTH_EXTRA = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];
const DISTANCE_BASE = [1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577];
const DISTANCE_EXTRA = [0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13];
const CODE_ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
const LONGEST_CODE = 15;

/** Counts of codes by length, and symbols in the order of their codes. */
function codeTable(lengths) {
  const counts = new Uint16Array(LONGEST_CODE + 1);
  for (const length of lengths) counts[length] += 1;
  counts[0] = 0;
  const next = new Uint16Array(LONGEST_CODE + 2);
  for (let length = 1; length <= LONGEST_CODE; length += 1) next[length + 1] = next[length] + counts[length];
  const symbols = new Uint16Array(lengths.length);
  lengths.forEach((length, symbol) => {
    if (length) {
      symbols[next[length]] = symbol;
      next[length] += 1;
    }
  });
  return { counts, symbols };
}

function fixedTables() {
  const lengths = [];
  for (let symbol = 0; symbol < 288; symbol += 1) {
    lengths.push(symbol < 144 ? 8 : symbol < 256 ? 9 : symbol < 280 ? 7 : 8);
  }
  return [codeTable(lengths), codeTable(new Array(30).fill(5))];
}

class Stream {
  constructor(octets) {
    this.octets = octets;
    this.place = 2;
    this.held = 0;
    this.count = 0;
    this.out = new Uint8Array(Math.max(1024, octets.length * 4));
    this.size = 0;
  }

  bits(wanted) {
    while (this.count < wanted) {
      if (this.place >= this.octets.length) throw new Error("the stream ends too soon");
      this.held |= this.octets[this.place] << this.count;
      this.place += 1;
      this.count += 8;
    }
    const value = this.held & ((1 << wanted) - 1);
    this.held >>>= wanted;
    this.count -= wanted;
    return value;
  }

  symbol(table) {
    let code = 0;
    let first = 0;
    let index = 0;
    for (let length = 1; length <= LONGEST_CODE; length += 1) {
      code |= this.bits(1);
      const count = table.counts[length];
      if (code - count < first) return table.symbols[index + code - first];
      index += count;
      first = (first + count) << 1;
      code <<= 1;
    }
    throw new Error("no such code");
  }

  room(wanted) {
    if (this.size + wanted <= this.out.length) return;
    const larger = new Uint8Array(Math.max(this.out.length * 2, this.size + wanted));
    larger.set(this.out.subarray(0, this.size));
    this.out = larger;
  }

  stored() {
    this.held = 0;
    this.count = 0;
    const length = this.octets[this.place] | (this.octets[this.place + 1] << 8);
    const start = this.place + 4;
    if (!(start + length <= this.octets.length)) throw new Error("the stream ends too soon");
    this.room(length);
    this.out.set(this.octets.subarray(start, start + length), this.size);
    this.size += length;
    this.place = start + length;
  }

  dynamicTables() {
    const literals = this.bits(5) + 257;
    const distances = this.bits(5) + 1;
    const codes = this.bits(4) + 4;
    const lengths = new Array(19).fill(0);
    for (let code = 0; code < codes; code += 1) lengths[CODE_ORDER[code]] = this.bits(3);
    const table = codeTable(lengths);
    const all = [];
    while (all.length < literals + distances) {
      const symbol = this.symbol(table);
      if (symbol < 16) {
        all.push(symbol);
      } else {
        const value = symbol === 16 ? all[all.length - 1] : 0;
        let repeats = symbol === 16 ? 3 + this.bits(2) : symbol === 17 ? 3 + this.bits(3) : 11 + this.bits(7);
        for (; repeats > 0; repeats -= 1) all.push(value);
      }
    }
    return [codeTable(all.slice(0, literals)), codeTable(all.slice(literals, literals + distances))];
  }

  block(literals, distances) {
    for (;;) {
      const symbol = this.symbol(literals);
      if (symbol === 256) return;
      if (symbol < 256) {
        this.room(1);
        this.out[this.size] = symbol;
        this.size += 1;
      } else {
        const length = LENGTH_BASE[symbol - 257] + this.bits(LENGTH_EXTRA[symbol - 257]);
        const code = this.symbol(distances);
        const distance = DISTANCE_BASE[code] + this.bits(DISTANCE_EXTRA[code]);
        if (!(distance <= this.size)) throw new Error("a copy from before the start");
        this.room(length);
        for (let left = length; left > 0; left -= 1) {
          this.out[this.size] = this.out[this.size - distance];
          this.size += 1;
        }
      }
    }
  }

  unpack() {
    let isLast = false;
    while (!isLast) {
      isLast = this.bits(1) === 1;
      const kind = this.bits(2);
      if (kind === 0) this.stored();
      else if (kind === 1) this.block(...fixedTables());
      else if (kind === 2) this.block(...this.dynamicTables());
      else throw new Error("no such block");
    }
    return this.out.subarray(0, this.size);
  }
}

function adler32(octets) {
  let low = 1;
  let high = 0;
  for (let place = 0; place < octets.length;) {
    const end = Math.min(place + 3800, octets.length);
    for (; place < end; place += 1) {
      low += octets[place];
      high += low;
    }
    low %= 65521;
    high %= 65521;
  }
  return high * 65536 + low;
}

/** What was packed; an Error when the bytes are no whole zlib stream, by its checksum. */
export function inflate(octets) {
  if (octets.length < 6 || (octets[0] & 15) !== 8 || (octets[0] * 256 + octets[1]) % 31) throw new Error("no zlib stream");
  const unpacked = new Stream(octets).unpack();
  const end = octets.length - 4;
  const sum = ((octets[end] * 256 + octets[end + 1]) * 256 + octets[end + 2]) * 256 + octets[end + 3];
  if (adler32(unpacked) !== sum) throw new Error("the checksum differs");
  return unpacked;
}

// Reads the files of the index, as search/shards/shard_format.py and text_code.py lay them out.
import { inflate } from "./inflate.js";

const GROUPS = 2048;
const SINGLES = 160;
const decoder = new TextDecoder();
const encoder = new TextEncoder();

/** A file of the index is missing or damaged; `path` says which. */
export class IndexDamagedError extends Error {
  constructor(path, reason) {
    super(`${path}: ${reason}`);
    this.name = "IndexDamagedError";
    this.path = path;
  }
}

const CRC = new Uint32Array(256).map((_, octet) => {
  let value = octet;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value >>> 0;
});

function crc32(text) {
  let sum = 0xffffffff;
  for (const octet of encoder.encode(text)) sum = CRC[(sum ^ octet) & 255] ^ (sum >>> 8);
  return (sum ^ 0xffffffff) >>> 0;
}

class Reader {
  constructor(octets) {
    this.octets = octets;
    this.place = 0;
  }

  varint() {
    let number = 0;
    let scale = 1;
    for (;;) {
      if (this.place >= this.octets.length) throw new Error("the numbers end too soon");
      const octet = this.octets[this.place];
      this.place += 1;
      number += (octet & 127) * scale;
      if (octet < 128) return number;
      scale *= 128;
    }
  }

  take(length) {
    if (this.place + length > this.octets.length) throw new Error("the part ends too soon");
    this.place += length;
    return this.octets.subarray(this.place - length, this.place);
  }
}

/** Documents that hold a term, with the low byte of each posting and its followers. */
export class Postings {
  constructor(count, block, followers) {
    this.length = count;
    this.documents = new Uint32Array(count);
    this.lows = new Uint8Array(count);
    this.followers = followers;
    const reader = new Reader(block);
    for (let done = 0; done < count;) {
      const low = reader.varint();
      let left = reader.varint();
      if (done + left > count) throw new Error("postings do not add up");
      for (let document = 0; left > 0; left -= 1, done += 1) {
        document += reader.varint();
        this.documents[done] = document;
        this.lows[done] = low;
      }
    }
  }

  /** Places in the array by document number, made when first asked for. */
  place(document) {
    if (!this.byDocument) {
      this.byDocument = new Map();
      this.documents.forEach((number, place) => this.byDocument.set(number, place));
    }
    return this.byDocument.get(document);
  }
}

export const NO_POSTINGS = new Postings(0, new Uint8Array(0), null);

/** The terms of a shard, each decoded when it is asked for. */
function readShard(octets) {
  const reader = new Reader(octets);
  const terms = reader.varint();
  const names = decoder.decode(reader.take(reader.varint())).split("\n");
  const heads = [];
  for (let number = 0; number < 2 * terms; number += 1) heads.push(reader.varint());
  const shard = new Map();
  for (let term = 0; term < terms; term += 1) {
    const head = heads[2 * term + 1];
    const block = reader.take(Math.floor(head / 2));
    shard.set(names[term], { count: heads[2 * term], block, hasFollowers: head % 2 === 1, followers: null });
  }
  for (const entry of shard.values()) if (entry.hasFollowers) entry.followers = reader.take(2 * entry.count);
  if (reader.place !== octets.length) throw new Error("the parts of the shard do not add up");
  return shard;
}

/** All files of one index. Each is fetched once; a failed one is tried again when asked for again. */
export class Files {
  constructor(baseUrl, fetch, manifest) {
    this.base = `${baseUrl}${manifest.folder}/`;
    this.fetch = fetch;
    this.manifest = manifest;
    const counts = inflate(Uint8Array.from(atob(manifest.groups), (character) => character.charCodeAt(0)));
    this.shards = new Uint16Array(GROUPS);
    for (let group = 0; group < GROUPS; group += 1) this.shards[group] = counts[group] | (counts[GROUPS + group] << 8);
    this.kept = new Map();
    this.decoded = new Map();
  }

  /** What `read` makes of the unpacked file at `path`. */
  load(path, read) {
    if (!this.kept.has(path)) {
      const loading = this.unpacked(path).then((octets) => {
        try {
          return read(octets);
        } catch (error) {
          throw new IndexDamagedError(path, error.message);
        }
      });
      this.kept.set(path, loading);
      loading.catch(() => this.kept.delete(path));
    }
    return this.kept.get(path);
  }

  async unpacked(path) {
    let content;
    try {
      const answer = await this.fetch(this.base + path);
      if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
      content = new Uint8Array(await answer.arrayBuffer());
    } catch (error) {
      throw new IndexDamagedError(path, error.message);
    }
    try {
      return inflate(content);
    } catch (error) {
      throw new IndexDamagedError(path, error.message);
    }
  }

  async postings(term) {
    if (this.decoded.has(term)) return this.decoded.get(term);
    const group = crc32(String.fromCodePoint(term.codePointAt(0))) % GROUPS;
    const shards = this.shards[group];
    if (!shards) return NO_POSTINGS;
    const shard = shards > 1 ? crc32(term) % shards : 0;
    const path = `t/${hex(group >> 5, 2)}/${hex(group, 3)}-${shard}.z`;
    const entry = (await this.load(path, readShard)).get(term);
    let postings = NO_POSTINGS;
    if (entry) {
      try {
        postings = new Postings(entry.count, entry.block, entry.followers);
      } catch (error) {
        throw new IndexDamagedError(path, error.message);
      }
    }
    this.decoded.set(term, postings);
    return postings;
  }

  /** A number for each document: lengths of texts, parents, cited; null when the index has no such column. */
  column(name) {
    if (!this.manifest.columns.includes(name)) return Promise.resolve(null);
    return this.load(`${name}.z`, (octets) => {
      const { pages } = this.manifest;
      if (octets.length !== pages * 3) throw new Error(`${name} do not add up`);
      const numbers = new Uint32Array(pages);
      for (let page = 0; page < pages; page += 1) {
        numbers[page] = octets[page] | (octets[pages + page] << 8) | (octets[2 * pages + page] << 16);
      }
      return numbers;
    });
  }

  /** {id, url, title, date, kind} of a document. */
  async page(document) {
    const number = Math.floor(document / this.manifest.chunk);
    const chunk = await this.load(`d/${hex(number >> 8, 1)}/${number}.z`, (octets) => JSON.parse(decoder.decode(octets)));
    const [id, url, title, date, kind, prose, sections] = chunk[document % this.manifest.chunk];
    return { id, url, title, date, kind, prose, sections };
  }

  /** The whole text of a document. */
  async text(document) {
    const alphabet = await this.load("alphabet.z", (octets) => Array.from(decoder.decode(octets)));
    return this.load(`x/${hex(document >> 8, 1)}/${document}.z`, (octets) => readText(octets, alphabet));
  }

  /** A facet's values, and for each the set of its documents as bytes of bits. */
  facet(name) {
    const number = this.manifest.facets.indexOf(name);
    if (number < 0) return Promise.resolve(new Map());
    return this.load(`facet-${number}.z`, (octets) => {
      const values = JSON.parse(decoder.decode(octets.subarray(0, octets.indexOf(10))));
      const size = (this.manifest.pages >> 3) + 1;
      const start = octets.indexOf(10) + 1;
      if (octets.length !== start + size * values.length) throw new Error("the facet does not add up");
      return new Map(values.map((value, at) => [value, octets.subarray(start + at * size, start + (at + 1) * size)]));
    });
  }
}

function hex(number, width) {
  return number.toString(16).padStart(width, "0");
}

function readText(octets, alphabet) {
  const characters = [];
  for (let place = 0; place < octets.length; place += 1) {
    const lead = octets[place];
    if (lead < SINGLES) {
      characters.push(alphabet[lead]);
    } else if (lead < 255) {
      place += 1;
      characters.push(alphabet[SINGLES + (lead - SINGLES) * 256 + octets[place]]);
    } else {
      characters.push(String.fromCodePoint((octets[place + 1] << 16) | (octets[place + 2] << 8) | octets[place + 3]));
      place += 3;
    }
  }
  return characters.join("");
}

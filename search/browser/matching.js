// Which documents a query finds and in what order: search/matching.py and ranking.py. Pure.

const TITLE_FLAG = 0x80;
const FREQUENCY_MASK = 0x7f;

/** BM25's parts that depend on the document alone, by document number. */
export class Norms {
  constructor({ texts, titles }, average, weights) {
    this.norms = Float64Array.from(texts, (length) => weights.k1 * (1 - weights.b + (weights.b * length) / average));
    this.titles = Float64Array.from(titles, (length) => (weights.title * 2) / (1 + length / weights.title_length));
  }

  /** What a posting brings before its term's weight. */
  impact(low, document) {
    const frequency = low & FREQUENCY_MASK;
    return frequency / (frequency + this.norms[document]) + (low & TITLE_FLAG ? this.titles[document] : 0);
  }
}

/** The documents (of `within`) that hold all terms, rarest term first. */
export function holdingAll(terms, postings, within) {
  const lists = terms.map((term) => postings.get(term)).sort((a, b) => a.length - b.length);
  if (!lists.length || !lists[0].length) return new Set();
  let found = new Set(lists[0].documents);
  if (within) found = new Set(Array.from(found).filter((document) => within.has(document)));
  for (const list of lists.slice(1)) {
    if (!found.size) break;
    const kept = new Set();
    for (const document of list.documents) if (found.has(document)) kept.add(document);
    found = kept;
  }
  return found;
}

/** The documents that hold every unit: all terms of at least one of its ways. */
export function matchAll(units, postings) {
  const isSingle = (ways) => ways.length === 1 && ways[0].length === 1;
  const single = units.filter(isSingle).map((ways) => ways[0][0]);
  let found = single.length ? holdingAll(single, postings) : null;
  for (const ways of units) {
    if (isSingle(ways) || (found && !found.size)) continue;
    const holding = new Set();
    for (const terms of ways) for (const document of holdingAll(terms, postings, found)) holding.add(document);
    found = holding;
  }
  return found || new Set();
}

/** The terms worth reading, most telling first: without common minor ones, within the budget. */
export function rankedTerms(query, postings, manifest) {
  const { weights, pages, limits } = manifest;
  const terms = [];
  for (const [term, weight] of query.weights) {
    const list = postings.get(term);
    const length = list ? list.length : manifest.common[term] || 0;
    if (!length) continue;
    const idf = Math.log(1 + (pages - length + 0.5) / (length + 0.5));
    const isCommon = length > Math.max(weights.common_floor, weights.common_share * pages);
    terms.push({ term, list, length, weight: weight * idf, isMinor: weight < weights.bigram, isCommon });
  }
  const telling = terms.filter((term) => !(term.isMinor && term.isCommon));
  const kept = telling.length ? telling : terms;
  kept.sort((a, b) => b.weight - a.weight || a.length - b.length);
  let budget = limits.postings;
  for (let place = 0; place < kept.length; place += 1) {
    budget -= kept[place].length;
    if (budget < 0) return kept.slice(0, place + 1);
  }
  return kept;
}

/** The scores of a few documents. */
export function scoreSome(terms, documents, norms) {
  const scores = new Map();
  for (const document of documents) scores.set(document, 0);
  for (const { list, weight } of terms) {
    for (let place = 0; place < list.length; place += 1) {
      const document = list.documents[place];
      const score = scores.get(document);
      if (score !== undefined) scores.set(document, score + weight * norms.impact(list.lows[place], document));
    }
  }
  return scores;
}

/** The `limit` documents that score highest, common terms last; those far behind the best are left out. */
export function closest(terms, limit, norms, manifest) {
  const scores = new Float64Array(manifest.pages);
  let rare = terms.filter((term) => !term.isCommon);
  if (!rare.length) rare = terms;
  const held = new Set();
  for (const { list, weight } of rare) {
    for (let place = 0; place < list.length; place += 1) {
      const document = list.documents[place];
      scores[document] += weight * norms.impact(list.lows[place], document);
      held.add(document);
    }
  }
  const best = Array.from(held).sort((a, b) => scores[b] - scores[a] || a - b).slice(0, limit);
  const found = new Map(best.filter((document) => scores[document] > 0).map((document) => [document, scores[document]]));
  if (rare.length < terms.length) {
    const common = terms.filter((term) => term.isCommon);
    for (const [document, extra] of scoreSome(common, best.slice(0, manifest.limits.settled), norms)) {
      if (found.has(document)) found.set(document, found.get(document) + extra);
    }
  }
  let highest = 0;
  for (const score of found.values()) highest = Math.max(highest, score);
  for (const [document, score] of found) {
    if (score < manifest.weights.widened_share * highest) found.delete(document);
  }
  return found;
}

/** Documents by falling score; among equals the newest, which have the lowest numbers, first. */
export function bestFirst(scores, limit) {
  const order = Array.from(scores.keys()).sort((a, b) => scores.get(b) - scores.get(a) || a - b);
  return limit === undefined ? order : order.slice(0, limit);
}

/** One of sixteen bits for a character, as search/shards/batch_terms.py. */
function followerBit(character) {
  return 1 << (Math.imul(character.codePointAt(0), 2654435761) >>> 28);
}

function followersAt({ followers }, place) {
  return followers[2 * place] | (followers[2 * place + 1] << 8);
}

/**
 * Whether a document seems to hold a phrase in its text: it holds all terms, and each pair is followed
 * somewhere by the character that follows it in the phrase, as far as sixteen bits tell.
 * `pairs` are {term, follower}.
 */
export function holdsInText(pairs, required, postings, document) {
  for (const term of required) {
    const list = postings.get(term);
    const place = list.place(document);
    if (place === undefined || !(list.lows[place] & FREQUENCY_MASK)) return false;
  }
  for (const { term, follower } of pairs) {
    const list = postings.get(term);
    if (!list.followers || !(followersAt(list, list.place(document)) & followerBit(follower))) return false;
  }
  return true;
}

/** Whether every term of a phrase stands in the title; titles are short, so the phrase does too. */
export function holdsInTitle(required, postings, document) {
  return required.every((term) => {
    const list = postings.get(term);
    const place = list.place(document);
    return place !== undefined && (list.lows[place] & TITLE_FLAG) > 0;
  });
}
